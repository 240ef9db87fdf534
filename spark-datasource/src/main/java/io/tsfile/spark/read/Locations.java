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
package io.tsfile.spark.read;

import io.tsfile.core.io.StoreLocation;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.classic.SparkSession;

/** Resolves folders as Spark does, with the session's Hadoop settings. Only on the driver, where there is a session. */
public final class Locations {
    private Locations() {}

    /**
     * The store of a folder.
     *
     * @param path absolute, relative to the working folder, or with a scheme; without one, of Hadoop's default file system
     * @param settings Hadoop settings above those of the session
     */
    public static StoreLocation resolve(String path, Map<String, String> settings) throws IOException {
        Configuration configuration = configuration(settings);
        Path folder = new Path(path);
        FileSystem files = folder.getFileSystem(configuration);
        return of(files.makeQualified(folder), configuration);
    }

    /** The store of a qualified folder. */
    static StoreLocation of(Path folder, Configuration configuration) {
        String uri = folder.toString();
        return uri.startsWith("file:")
                ? StoreLocation.of(uri)
                : StoreLocation.of(uri, differencesFromDefaults(configuration));
    }

    /** The session's Hadoop configuration with {@code settings} above it. */
    static Configuration configuration(Map<String, String> settings) {
        Configuration configuration = SparkSession.active().sessionState().newHadoopConf();
        settings.forEach(configuration::set);
        return configuration;
    }

    /** What a worker cannot know from its class path. */
    private static Map<String, String> differencesFromDefaults(Configuration configuration) {
        Configuration defaults = new Configuration();
        Map<String, String> differences = new TreeMap<>();
        for (Map.Entry<String, String> entry : configuration) {
            String raw = entry.getValue();
            if (!raw.equals(defaults.getRaw(entry.getKey()))) {
                // Variables are resolved here: the system properties that they may name are the driver's.
                differences.put(entry.getKey(), configuration.get(entry.getKey(), raw));
            }
        }
        return differences;
    }
}
