/*
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.tsfile.interop;

import java.io.IOException;
import java.util.Arrays;

/**
 * The main class of a server's process: runs another main class, and ends the process as soon as its standard input ends,
 * which it does when the process that started it is gone, however that ended. Needs nothing but the JDK.
 */
public final class ServerMain {
    private ServerMain() {}

    /** Runs the class that the first argument names with the other arguments. */
    public static void main(String[] args) throws ReflectiveOperationException {
        Thread watch = new Thread(ServerMain::endWithInput, "end-with-parent");
        watch.setDaemon(true);
        watch.start();
        String[] rest = Arrays.copyOfRange(args, 1, args.length);
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object) rest);
    }

    private static void endWithInput() {
        try {
            System.in.readAllBytes();
        } catch (IOException e) {
            // No input is the end of it, too.
        }
        Runtime.getRuntime().halt(1);
    }
}
