package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.SinkConnectorConformance;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HdfsSinkConnectorTest extends SinkConnectorConformance {

    @TempDir
    Path folder;

    @Override
    protected SinkConnector connector() {
        return new HdfsSinkConnector();
    }

    @Override
    protected Map<String, String> workingConfig() {
        return Orders.settings(folder);
    }

    @Override
    protected String aConfigKey() {
        return "flush.size";
    }

    @Override
    protected void append(InMemoryTopics topics, int partition, int id) {
        Orders.append(topics, partition, id);
    }

    @Override
    protected long targetCount() {
        return Orders.ids(workingConfig()).size();
    }

    @Test
    void takesTheNamesOfExistingConfigurations() {
        // Given
        Map<String, String> settings = Orders.settings(
                folder,
                "connector.class",
                "io.confluent.connect.hdfs.HdfsSinkConnector",
                "topics",
                "orders",
                "tasks.max",
                "2",
                "topics.dir",
                "topics",
                "logs.dir",
                "logs",
                "format.class",
                "io.confluent.connect.hdfs.parquet.ParquetFormat",
                "partitioner.class",
                "io.confluent.connect.storage.partitioner.TimeBasedPartitioner",
                "path.format",
                "'year'=YYYY/'month'=MM",
                "partition.duration.ms",
                "3600000",
                "locale",
                "en_US",
                "timezone",
                "Europe/Berlin",
                "timestamp.extractor",
                "RecordField",
                "timestamp.field",
                "at",
                "schema.compatibility",
                "BACKWARD",
                "hive.integration",
                "false",
                "errors.deadletterqueue.topic.name",
                "dead");
        settings.put("hdfs.url", settings.remove("store.url"));

        // Then
        assertThat(errors(new HdfsSinkConnector(), settings)).isEmpty();
    }

    @Test
    void saysPerKeyWhatIsWrong() {
        assertThat(error("format.class", "orc")).containsKey("format.class");
        assertThat(error("partitioner.class", "odd")).containsKey("partitioner.class");
        assertThat(error("partitioner.class", "field")).containsKey("partition.field.name");
        assertThat(error("partitioner.class", "time")).containsKey("path.format");
        assertThat(error("timezone", "Mars")).containsKey("timezone");
        assertThat(error("timestamp.extractor", "Guess")).containsKey("timestamp.extractor");
        assertThat(error("store.url", "s3a://bucket")).containsKey("store.url");
        assertThat(error("store.url", "no address")).containsKey("store.url");
        assertThat(error("hive.integration", "true")).containsKey("hive.integration");
        assertThat(errors(new HdfsSinkConnector(), Map.of())).containsKey("store.url");
    }

    @Test
    void saysThatTheFileSystemCannotBeWritten() {
        assertThat(error("store.url", "file:///proc/none").get("store.url").toString())
                .contains("cannot be written");
        assertThat(error("store.url", "hdfs://127.0.0.1:1").get("store.url").toString())
                .contains("hdfs://127.0.0.1:1");
    }

    @Test
    void bringsItsAliasesAsData() throws IOException {
        // Given
        Properties aliases = new Properties();

        // When
        try (InputStream in = getClass().getResourceAsStream("/META-INF/millrace/aliases.properties")) {
            aliases.load(in);
        }

        // Then
        assertThat(aliases).hasSize(2).allSatisfy((alias, name) -> assertThat(name)
                .isEqualTo(HdfsSinkConnector.class.getName()));
    }

    private Map<String, List<String>> error(String key, String value) {
        return errors(new HdfsSinkConnector(), Orders.settings(folder, key, value));
    }
}
