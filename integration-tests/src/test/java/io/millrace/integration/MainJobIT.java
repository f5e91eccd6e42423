package io.millrace.integration;

import io.millrace.hub.node.Hub;
import io.millrace.hub.node.Role;
import io.millrace.testing.TestingHdfs;
import io.millrace.testing.TestingKafka;
import io.millrace.testing.TestingPostgres;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The main job, over real servers only: rows change in PostgreSQL, warehouse tables and files in HDFS follow. Once on
 * our broker, and once with the same worker and registry on Apache Kafka.
 */
class MainJobIT {

    private static TestingPostgres postgres;
    private static TestingHdfs hdfs;

    @TempDir
    Path folder;

    @BeforeAll
    static void startDatabaseAndFileSystem() {
        postgres = TestingPostgres.start();
        hdfs = TestingHdfs.start();
    }

    @AfterAll
    static void stopDatabaseAndFileSystem() {
        hdfs.close();
        postgres.close();
    }

    @Test
    void carriesEveryChangeThroughOurBroker() throws Exception {
        try (Hub hub =
                Hub.start(properties("broker,registry,connect", "broker.listeners", "PLAINTEXT://127.0.0.1:0"))) {
            new ShopPipeline("ours", postgres, hdfs, hub.address(Role.CONNECT), hub.address(Role.BROKER)).run();
        }
    }

    @Test
    void carriesEveryChangeThroughApacheKafka() throws Exception {
        try (TestingKafka kafka = TestingKafka.start();
                Hub hub = Hub.start(properties("registry,connect", "bootstrap.servers", kafka.bootstrapServers()))) {
            new ShopPipeline("kafka", postgres, hdfs, hub.address(Role.CONNECT), kafka.bootstrapServers()).run();
        }
    }

    private Map<String, String> properties(String roles, String key, String value) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put("roles", roles);
        properties.put("home", Distribution.home().toString());
        properties.put("data.dir", folder.toString());
        properties.put("registry.listeners", "http://127.0.0.1:0");
        properties.put("connect.listeners", "http://127.0.0.1:0");
        properties.put("connect.offset.flush.interval.ms", "500");
        properties.put("connect.config.storage.replication.factor", "1");
        properties.put("connect.offset.storage.replication.factor", "1");
        properties.put("connect.status.storage.replication.factor", "1");
        properties.put("registry.kafkastore.topic.replication.factor", "1");
        properties.put(key, value);
        return properties;
    }
}
