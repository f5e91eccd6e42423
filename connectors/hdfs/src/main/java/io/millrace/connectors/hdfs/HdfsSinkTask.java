package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.commit.Territory;
import io.millrace.connectors.hdfs.config.HdfsSinkConfig;
import io.millrace.connectors.hdfs.store.HadoopStore;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the records of its partitions into files; empty batches drive the rules that depend on the clock. */
public final class HdfsSinkTask extends SinkTask {

    private static final Logger LOGGER = LoggerFactory.getLogger(HdfsSinkTask.class);

    private final StoreOpener opener;
    private final InstantSource clock;
    private final Map<TopicPartition, PartitionWriter> writers = new LinkedHashMap<>();

    private WriterSettings settings;
    private Territory territory;
    private int maxOpenFiles;

    /** A task as the worker makes it. */
    public HdfsSinkTask() {
        this(config -> HadoopStore.open(config.storeUri(), config.hadoop()), InstantSource.system());
    }

    HdfsSinkTask(StoreOpener opener, InstantSource clock) {
        this.opener = opener;
        this.clock = clock;
    }

    /** Opens the file system of a configuration. */
    interface StoreOpener {

        Store open(HdfsSinkConfig config) throws IOException;
    }

    @Override
    public String version() {
        return HdfsSinkConnector.VERSION;
    }

    @Override
    public void start(Map<String, String> given) {
        HdfsSinkConfig config = new HdfsSinkConfig(given);
        settings = WriterSettings.of(config);
        maxOpenFiles = config.maxOpenFiles();
        try {
            territory = new Territory(opener.open(config), config.layout(), given.getOrDefault("name", "unnamed"));
        } catch (IOException e) {
            throw new ConnectException("could not open " + config.storeUri(), e);
        }
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionWriter writer = new PartitionWriter(partition, settings, territory, context);
            writers.put(partition, writer);
            writer.open(clock.millis());
        }
    }

    @Override
    public void put(Collection<SinkRecord> batch) {
        long nowMs = clock.millis();
        for (SinkRecord given : batch) {
            PartitionWriter writer =
                    writers.get(new TopicPartition(given.originalTopic(), given.originalKafkaPartition()));
            if (writer == null) {
                throw new ConnectException("a record of a partition came that was never opened: "
                        + given.originalTopic() + "-" + given.originalKafkaPartition());
            }
            int before = writer.openFileCount();
            writer.accept(given, nowMs);
            if (writer.openFileCount() > before) {
                commitMostScattered(nowMs);
            }
        }
        writers.values().forEach(writer -> writer.tick(nowMs));
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        writers.forEach((partition, writer) -> {
            OffsetAndMetadata handedOver = current.get(partition);
            OptionalLong offset = writer.committedOffset(handedOver == null ? 0 : handedOver.offset());
            if (offset.isPresent()) {
                committed.put(partition, new OffsetAndMetadata(offset.getAsLong()));
            }
        });
        return committed;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionWriter writer = writers.remove(partition);
            if (writer != null) {
                writer.close();
            }
        }
    }

    @Override
    public void stop() {
        writers.values().forEach(PartitionWriter::close);
        writers.clear();
        if (territory != null) {
            try {
                territory.store().close();
            } catch (IOException e) {
                LOGGER.warn(
                        "the file system did not close in order root={}",
                        territory.layout().root(),
                        e);
            }
            territory = null;
        }
    }

    private void commitMostScattered(long nowMs) {
        int total = writers.values().stream()
                .mapToInt(PartitionWriter::openFileCount)
                .sum();
        if (total > maxOpenFiles) {
            writers.values().stream()
                    .max(Comparator.comparingInt(PartitionWriter::openFileCount))
                    .ifPresent(writer -> writer.commit(nowMs));
        }
    }
}
