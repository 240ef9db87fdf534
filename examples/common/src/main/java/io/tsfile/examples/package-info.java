/** What all example programs share. Its one rule: a mistake of the user ends with one message that says how to correct it. */
@NullMarked
package io.tsfile.examples;

import org.jspecify.annotations.NullMarked;
