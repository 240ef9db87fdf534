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

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A node of the server in a JVM of its own, with its own class path and a folder for all that it writes. */
final class ServerProcess implements AutoCloseable {
    private final Process process;
    private final Path log;

    /**
     * Starts a node.
     *
     * @param home is made; gets the configuration, the data and the log
     */
    ServerProcess(Path home, String mainClass, String homeProperty, String confProperty, List<String> configuration)
            throws IOException {
        Path conf = Files.createDirectories(home.resolve("conf"));
        Files.write(conf.resolve("iotdb-system.properties"), configuration);
        this.log = home.resolve("log.txt");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Stream.of("java.lang", "java.util", "java.util.concurrent", "java.nio", "java.io", "java.net", "sun.nio.ch")
                .forEach(opened -> command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED"));
        command.addAll(List.of(
                "-Xmx768m",
                "-XX:MaxDirectMemorySize=256m",
                "-Dlogback.configurationFile=iotdb-logback.xml",
                "-D" + homeProperty + "=" + home,
                "-D" + confProperty + "=" + conf,
                "-cp",
                classPath(),
                ServerMain.class.getName(),
                mainClass,
                "-s"));
        this.process = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
    }

    /** Whether the node still runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    /** What the node has printed. */
    String output() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** The server's jars, and the folder with our tests, which has no class that the server has. */
    private static String classPath() throws IOException {
        try {
            Path tests = Path.of(ServerMain.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            String jars = Files.readString(Path.of(System.getProperty("iotdb.classpath")));
            return jars.strip() + File.pathSeparator + tests;
        } catch (URISyntaxException e) {
            throw new IOException("Cannot find the folder of the test classes", e);
        }
    }
}
