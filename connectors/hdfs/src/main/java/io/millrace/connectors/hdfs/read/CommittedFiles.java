package io.millrace.connectors.hdfs.read;

import io.millrace.connectors.hdfs.commit.FileName;
import io.millrace.connectors.hdfs.config.HdfsSinkConfig;
import io.millrace.connectors.hdfs.store.HadoopStore;
import io.millrace.connectors.hdfs.store.Layout;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The final files of topics: which there are, what is in them, and whether their offsets fit together. */
public final class CommittedFiles implements AutoCloseable {

    private final Store store;
    private final Layout layout;
    private final Configuration configuration;

    private CommittedFiles(Store store, Layout layout, Configuration configuration) {
        this.store = store;
        this.layout = layout;
        this.configuration = configuration;
    }

    /** Looks where a connector with these settings writes. */
    public static CommittedFiles of(Map<String, String> connectorSettings) throws IOException {
        HdfsSinkConfig config = new HdfsSinkConfig(connectorSettings);
        Configuration configuration = config.hadoop();
        return new CommittedFiles(HadoopStore.open(config.storeUri(), configuration), config.layout(), configuration);
    }

    /** The files of a topic by partition and offset. */
    public List<CommittedFile> list(String topic) throws IOException {
        Path folder = layout.topic(topic);
        String topicPath = folder.toUri().getPath();
        List<CommittedFile> files = new ArrayList<>();
        for (Path path : store.filesBelow(folder)) {
            Optional<FileName> name = FileName.parse(path.getName());
            String parent = path.getParent().toUri().getPath();
            name.ifPresent(known -> files.add(new CommittedFile(
                    path,
                    parent.length() > topicPath.length() ? parent.substring(topicPath.length() + 1) : "",
                    known.partition(),
                    known.startOffset(),
                    known.endOffset())));
        }
        files.sort(Comparator.comparingInt(CommittedFile::partition)
                .thenComparingLong(CommittedFile::startOffset)
                .thenComparing(CommittedFile::encodedPartition));
        return files;
    }

    /**
     * Hands every record of a file over: Avro's {@code GenericRecord}s for Avro and Parquet (bare values where the
     * topic has no structs), Jackson's {@code JsonNode}s for JSON.
     */
    public void forEach(CommittedFile file, Consumer<Object> action) throws IOException {
        String name = file.path().getName();
        if (name.endsWith(".avro")) {
            FileReaders.readAvro(store, file.path(), action);
        } else if (name.endsWith(".parquet")) {
            FileReaders.readParquet(file.path(), configuration, action);
        } else if (name.endsWith(".json")) {
            FileReaders.readJson(store, file.path(), action);
        } else {
            throw new IOException("the format of " + file.path() + " is not known");
        }
    }

    /** Every record of a topic, file by file in the order of {@link #list}. */
    public List<Object> records(String topic) throws IOException {
        List<Object> records = new ArrayList<>();
        for (CommittedFile file : list(topic)) {
            forEach(file, records::add);
        }
        return records;
    }

    /** The offset after the last record of each partition. */
    public Map<Integer, Long> nextOffsets(String topic) throws IOException {
        Map<Integer, Long> ends = new TreeMap<>();
        for (CommittedFile file : list(topic)) {
            ends.merge(file.partition(), file.endOffset() + 1, Math::max);
        }
        return ends;
    }

    /** Pairs of files in one folder whose ranges of offsets share an offset; none, if the sink keeps its promise. */
    public List<String> overlaps(String topic) throws IOException {
        Map<String, CommittedFile> previous = new TreeMap<>();
        List<String> overlaps = new ArrayList<>();
        for (CommittedFile file : list(topic)) {
            String group = file.partition() + "/" + file.encodedPartition();
            CommittedFile before = previous.put(group, file);
            if (before != null && before.endOffset() >= file.startOffset()) {
                overlaps.add(before.path() + " and " + file.path());
            }
        }
        return overlaps;
    }

    /**
     * Ranges of offsets between files that no file covers. Skipped records, compaction and transaction markers leave
     * such ranges too, so this says something only where a topic has none of them.
     */
    public List<String> gaps(String topic) throws IOException {
        Map<Integer, Long> covered = new TreeMap<>();
        List<String> gaps = new ArrayList<>();
        for (CommittedFile file : list(topic)) {
            Long next = covered.get(file.partition());
            if (next != null && file.startOffset() > next) {
                gaps.add("partition " + file.partition() + ": " + next + " to " + (file.startOffset() - 1));
            }
            covered.merge(file.partition(), file.endOffset() + 1, Math::max);
        }
        return gaps;
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
