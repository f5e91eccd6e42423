package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.commit.PartitionChain;
import io.millrace.connectors.hdfs.commit.Territory;
import io.millrace.connectors.hdfs.config.HdfsSettings;
import io.millrace.connectors.hdfs.config.HdfsSinkConfig;
import io.millrace.connectors.hdfs.config.SettingsCheck;
import io.millrace.connectors.hdfs.store.HadoopStore;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/** Writes topics into partitioned Avro, Parquet or JSON files of a Hadoop file system, each record exactly once. */
public final class HdfsSinkConnector extends SinkConnector {

    static final String VERSION = "0.1.0";

    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return VERSION;
    }

    @Override
    public void start(Map<String, String> given) {
        settings = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return HdfsSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, settings);
    }

    @Override
    public void stop() {
        settings = Map.of();
    }

    @Override
    public ConfigDef config() {
        return HdfsSettings.definition();
    }

    @Override
    public boolean alterOffsets(Map<String, String> given, Map<TopicPartition, Long> offsets) {
        HdfsSinkConfig config = new HdfsSinkConfig(given);
        try (Store store = HadoopStore.open(config.storeUri(), config.hadoop())) {
            Territory territory = new Territory(store, config.layout(), given.getOrDefault("name", "unnamed"));
            Map<TopicPartition, Long> wanted = offsets.isEmpty() ? resetOfAll(territory, given) : offsets;
            for (Map.Entry<TopicPartition, Long> entry : wanted.entrySet()) {
                Long offset = entry.getValue();
                PartitionChain.moveTo(
                        territory,
                        entry.getKey(),
                        offset == null ? OptionalLong.empty() : OptionalLong.of(requireOffset(entry.getKey(), offset)));
            }
            return true;
        } catch (IOException e) {
            throw new ConnectException(
                    "the offsets below " + config.layout().root() + " could not be changed: " + e.getMessage(), e);
        }
    }

    @Override
    public Config validate(Map<String, String> given) {
        return SettingsCheck.complete(super.validate(given), given, FileSystemCheck::examine);
    }

    /** A reset comes without partitions when the consumer group has none, as after its topics were deleted. */
    private static Map<TopicPartition, Long> resetOfAll(Territory territory, Map<String, String> given)
            throws IOException {
        Map<TopicPartition, Long> wanted = new LinkedHashMap<>();
        for (String topic : given.getOrDefault("topics", "").split(",", -1)) {
            if (!topic.isBlank()) {
                PartitionChain.known(territory, topic.trim()).forEach(partition -> wanted.put(partition, null));
            }
        }
        return wanted;
    }

    private static long requireOffset(TopicPartition partition, long offset) {
        if (offset < 0) {
            throw new ConnectException("offset " + offset + " of " + partition + " is negative");
        }
        return offset;
    }
}
