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
package io.tsfile.flink.catalog;

import io.tsfile.core.KnownNames;
import io.tsfile.core.TsFileConnectorException;
import io.tsfile.core.io.StoreLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Catalog;
import org.apache.flink.table.catalog.CommonCatalogOptions;
import org.apache.flink.table.factories.CatalogFactory;
import org.apache.flink.table.factories.FactoryUtil;

/** Finds {@code 'type'='tsfile'} and makes the catalog. */
public final class TsFileCatalogFactory implements CatalogFactory {
    /** The catalog's type in SQL. */
    public static final String IDENTIFIER = "tsfile";

    @Override
    public String factoryIdentifier() {
        return IDENTIFIER;
    }

    @Override
    public Set<ConfigOption<?>> requiredOptions() {
        return Set.of(TsFileCatalogOptions.WAREHOUSE);
    }

    @Override
    public Set<ConfigOption<?>> optionalOptions() {
        return Set.of(TsFileCatalogOptions.DEFAULT_DATABASE);
    }

    @Override
    public Catalog createCatalog(Context context) {
        String name = context.getName();
        Map<String, String> given = context.getOptions();
        Map<String, String> hadoop = new TreeMap<>();
        List<String> others = new ArrayList<>();
        for (Map.Entry<String, String> option : new TreeMap<>(given).entrySet()) {
            String key = option.getKey();
            if (key.startsWith(TsFileCatalogOptions.HADOOP_PREFIX)) {
                hadoop.put(key.substring(TsFileCatalogOptions.HADOOP_PREFIX.length()), option.getValue());
            } else {
                others.add(key);
            }
        }
        try {
            KnownNames.check(
                    "options of catalog '" + name + "'",
                    others,
                    List.of(
                            CommonCatalogOptions.CATALOG_TYPE.key(),
                            FactoryUtil.PROPERTY_VERSION.key(),
                            TsFileCatalogOptions.WAREHOUSE.key(),
                            TsFileCatalogOptions.DEFAULT_DATABASE.key(),
                            TsFileCatalogOptions.HADOOP.key()));
        } catch (TsFileConnectorException e) {
            throw new ValidationException(e.getMessage(), e);
        }
        Configuration options = Configuration.fromMap(given);
        String warehouse = options.get(TsFileCatalogOptions.WAREHOUSE);
        if (warehouse == null || warehouse.isBlank()) {
            throw new ValidationException("Cannot create catalog '" + name + "' without a warehouse: set '"
                    + TsFileCatalogOptions.WAREHOUSE.key() + "' to a folder");
        }
        return new TsFileCatalog(
                name, options.get(TsFileCatalogOptions.DEFAULT_DATABASE), StoreLocation.of(warehouse.trim(), hadoop));
    }
}
