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
package io.tsfile.core;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import org.apache.tsfile.common.conf.TSFileConfig;

/** Holds the packages of the core in their order, and three habits that would break users far away. */
@AnalyzeClasses(packages = "io.tsfile.core", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {
    @ArchTest
    static final ArchRule dependenciesGoOneWay = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("vector")
            .definedBy("io.tsfile.core.vector..")
            .layer("model")
            .definedBy("io.tsfile.core.model..")
            .layer("io")
            .definedBy("io.tsfile.core.io..")
            .layer("encoding")
            .definedBy("io.tsfile.core.encoding..")
            .layer("index")
            .definedBy("io.tsfile.core.index..")
            .layer("format")
            .definedBy("io.tsfile.core.format..")
            .layer("flush")
            .definedBy("io.tsfile.core.flush..")
            .layer("merge")
            .definedBy("io.tsfile.core.merge..")
            .layer("table")
            .definedBy("io.tsfile.core.table..")
            .layer("scan")
            .definedBy("io.tsfile.core.scan..")
            .layer("aggregate")
            .definedBy("io.tsfile.core.aggregate..")
            .layer("compact")
            .definedBy("io.tsfile.core.compact..")
            .layer("wal")
            .definedBy("io.tsfile.core.wal..")
            .layer("writer")
            .definedBy("io.tsfile.core.writer..")
            .layer("warehouse")
            .definedBy("io.tsfile.core.warehouse..")
            .layer("maintenance")
            .definedBy("io.tsfile.core.maintenance..")
            .whereLayer("vector")
            .mayNotAccessAnyLayer()
            .whereLayer("model")
            .mayOnlyAccessLayers("vector")
            .whereLayer("io")
            .mayOnlyAccessLayers("vector", "model")
            .whereLayer("encoding")
            .mayOnlyAccessLayers("vector")
            .whereLayer("index")
            .mayOnlyAccessLayers("model", "io")
            .whereLayer("format")
            .mayOnlyAccessLayers("vector", "model", "io", "encoding", "index")
            .whereLayer("flush")
            .mayOnlyAccessLayers("vector", "model", "io", "index", "format")
            .whereLayer("merge")
            .mayOnlyAccessLayers("vector", "model", "io", "index", "format")
            .whereLayer("table")
            .mayOnlyAccessLayers("vector", "model", "io", "index", "format", "flush", "merge")
            .whereLayer("scan")
            .mayOnlyAccessLayers("vector", "model", "io", "index", "format", "flush", "merge", "table")
            .whereLayer("aggregate")
            .mayOnlyAccessLayers("vector", "model", "io", "index", "merge", "scan")
            .whereLayer("compact")
            .mayOnlyAccessLayers("vector", "model", "io", "index", "format", "flush", "merge", "table", "scan")
            .whereLayer("wal")
            .mayOnlyAccessLayers("vector", "model", "io", "flush")
            .whereLayer("writer")
            .mayOnlyAccessLayers("vector", "model", "io", "flush", "table", "wal")
            .whereLayer("warehouse")
            .mayOnlyAccessLayers("model", "io", "table")
            .whereLayer("maintenance")
            .mayOnlyAccessLayers(
                    "vector", "model", "io", "index", "format", "flush", "merge", "table", "scan", "compact");

    @ArchTest
    static final ArchRule packagesFormNoCycles =
            slices().matching("io.tsfile.core.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule everyPackageHasAPlaceInTheOrder = noClasses()
            .that()
            .resideInAPackage("io.tsfile.core..")
            .should()
            .resideOutsideOfPackages(
                    "io.tsfile.core",
                    "io.tsfile.core.vector..",
                    "io.tsfile.core.model..",
                    "io.tsfile.core.io..",
                    "io.tsfile.core.encoding..",
                    "io.tsfile.core.index..",
                    "io.tsfile.core.format..",
                    "io.tsfile.core.flush..",
                    "io.tsfile.core.merge..",
                    "io.tsfile.core.table..",
                    "io.tsfile.core.scan..",
                    "io.tsfile.core.aggregate..",
                    "io.tsfile.core.compact..",
                    "io.tsfile.core.wal..",
                    "io.tsfile.core.writer..",
                    "io.tsfile.core.warehouse..",
                    "io.tsfile.core.maintenance..");

    @ArchTest
    static final ArchRule onlyIoTouchesFiles = noClasses()
            .that()
            .resideOutsideOfPackage("io.tsfile.core.io..")
            .should()
            .dependOnClassesThat(type(File.class)
                    .or(type(FileInputStream.class))
                    .or(type(FileOutputStream.class))
                    .or(type(FileReader.class))
                    .or(type(FileWriter.class))
                    .or(type(RandomAccessFile.class))
                    .or(type(FileChannel.class))
                    .or(type(Files.class))
                    .or(resideInAPackage("org.apache.hadoop..")));

    @ArchTest
    static final ArchRule localFilesNeedNoHadoop = noClasses()
            .that()
            .haveSimpleNameStartingWith("Local")
            .or()
            .haveNameMatching(
                    ".*\\.(FileStore|InputFile|OutputFile|StoredFile|RelativePaths|TemporaryNames|CreateProbe)")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hadoop..");

    // The configuration belongs to the whole process: to other jobs, and to IoTDB's own code beside ours.
    @ArchTest
    static final ArchRule nobodyChangesTheLibrarysConfiguration = noClasses()
            .should()
            .callMethodWhere(target(owner(type(TSFileConfig.class))).and(target(nameStartingWith("set"))));

    // The library's parser is generated for an ANTLR that engines replace.
    @ArchTest
    static final ArchRule nobodyUsesTheLibrarysParser = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.tsfile.parser..", "org.apache.tsfile.read.common.parser..");
}
