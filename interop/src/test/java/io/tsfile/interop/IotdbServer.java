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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.iotdb.rpc.IoTDBConnectionException;

/**
 * A real IoTDB server of one config node and one data node. Each is a process, and ends with this object or with this JVM.
 *
 * <p>The nodes are told to use the loopback address only, and say so to each other, but their RPC library listens on all
 * addresses all the same; the ports are free ones.
 */
final class IotdbServer implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);

    private final Path home;
    private final int port;
    private final ServerProcess configNode;
    private final ServerProcess dataNode;

    private IotdbServer(Path home, int port, ServerProcess configNode, ServerProcess dataNode) {
        this.home = home;
        this.port = port;
        this.configNode = configNode;
        this.dataNode = dataNode;
    }

    /** Starts a server without data and waits until it answers. */
    static IotdbServer start() throws Exception {
        Path home =
                Path.of(System.getProperty("iotdb.folder"), UUID.randomUUID().toString());
        List<Integer> ports = freePorts(7);
        List<String> configuration = configuration(ports);
        ServerProcess configNode = new ServerProcess(
                home.resolve("confignode"),
                "org.apache.iotdb.confignode.service.ConfigNode",
                "CONFIGNODE_HOME",
                "CONFIGNODE_CONF",
                configuration);
        try {
            await("the config node", configNode, () -> configNode.output().contains("has successfully started"));
            ServerProcess dataNode = new ServerProcess(
                    home.resolve("datanode"),
                    "org.apache.iotdb.db.service.DataNode",
                    "IOTDB_HOME",
                    "IOTDB_CONF",
                    configuration);
            try {
                IotdbServer server = new IotdbServer(home, ports.get(2), configNode, dataNode);
                await("the data node", dataNode, server::answers);
                return server;
            } catch (Exception e) {
                dataNode.close();
                throw e;
            }
        } catch (Exception e) {
            configNode.close();
            throw e;
        }
    }

    /** The folder of all that the server writes; a new one for each server. */
    Path home() {
        return home;
    }

    /** The port for clients. */
    int port() {
        return port;
    }

    /** What the data node has printed. */
    String output() throws IOException {
        return dataNode.output();
    }

    @Override
    public void close() {
        try {
            dataNode.close();
        } finally {
            configNode.close();
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, ServerProcess process, Condition condition) throws Exception {
        long deadline = System.nanoTime() + START.toNanos();
        while (!condition.holds()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IOException("Cannot start " + what + ": " + process.output());
            }
            // Another process gives no other sign than its output and its port.
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private boolean answers() throws Exception {
        if (!output().contains("DataNode is set up successfully")) {
            return false;
        }
        try (IotdbClient client = IotdbClient.tree(this)) {
            return !client.query("show datanodes").isEmpty();
        } catch (IoTDBConnectionException e) {
            return false;
        }
    }

    private static List<String> configuration(List<Integer> ports) {
        String local = InetAddress.getLoopbackAddress().getHostAddress();
        return List.of(
                "cluster_name=interop",
                "cn_internal_address=" + local,
                "cn_internal_port=" + ports.get(0),
                "cn_consensus_port=" + ports.get(1),
                "cn_seed_config_node=" + local + ":" + ports.get(0),
                "cn_metric_reporter_list=",
                "dn_rpc_address=" + local,
                "dn_internal_address=" + local,
                "dn_rpc_port=" + ports.get(2),
                "dn_internal_port=" + ports.get(3),
                "dn_mpp_data_exchange_port=" + ports.get(4),
                "dn_schema_region_consensus_port=" + ports.get(5),
                "dn_data_region_consensus_port=" + ports.get(6),
                "dn_seed_config_node=" + local + ":" + ports.get(0),
                "dn_metric_reporter_list=",
                "schema_replication_factor=1",
                "data_replication_factor=1");
    }

    private static List<Integer> freePorts(int count) throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < count; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
