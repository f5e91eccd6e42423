package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.commit.FileName;
import io.millrace.connectors.hdfs.commit.PartitionChain;
import io.millrace.connectors.hdfs.commit.PublishedFile;
import io.millrace.connectors.hdfs.commit.Territory;
import io.millrace.connectors.hdfs.format.FileWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The files of one topic partition that take records: one for each folder, until all are committed together. */
final class OpenFiles {

    private final Territory territory;
    private final TopicPartition partition;
    private final WriterSettings settings;
    private final Map<Path, OpenFile> files = new LinkedHashMap<>();

    OpenFiles(Territory territory, TopicPartition partition, WriterSettings settings) {
        this.territory = territory;
        this.partition = partition;
        this.settings = settings;
    }

    int count() {
        return files.size();
    }

    /** The lowest offset in any of the files; only asked when there are some. */
    long firstOffset() {
        return files.values().stream().mapToLong(OpenFile::firstOffset).min().orElseThrow();
    }

    /** Whether a record can join the files as they are, without a change of schema. */
    boolean takes(SinkRecord given, String encodedPartition) {
        OpenFile file = files.get(folder(given, encodedPartition));
        return file == null
                || settings.schemaRule()
                        .fit(file.schema(), given.valueSchema(), given.value())
                        .isPresent();
    }

    /**
     * Writes a record that {@link #takes} said yes to.
     *
     * @return about how large its file is now
     * @throws org.apache.kafka.connect.errors.DataException when the record cannot be written; the files stay good
     */
    long write(SinkRecord given, String encodedPartition, PartitionChain chain) throws IOException {
        Path folder = folder(given, encodedPartition);
        OpenFile file = files.get(folder);
        boolean isNew = file == null;
        if (isNew) {
            file = start(given, chain.newUnfinished(settings.format().extension()));
        }
        Optional<Object> value = settings.schemaRule().fit(file.schema(), given.valueSchema(), given.value());
        try {
            file.writer().write(file.schema(), value.orElseThrow());
        } catch (RuntimeException | IOException e) {
            if (isNew) {
                // Nobody knows of this file yet, so nobody else would close it.
                file.writer().abandon();
            }
            throw e;
        }
        file.advanceTo(given.originalKafkaOffset());
        files.put(folder, file);
        return file.writer().bytes();
    }

    /** Ends all files; they are complete on disk afterwards, under names that do not count yet. */
    List<PublishedFile> finish() throws IOException {
        List<PublishedFile> finished = new ArrayList<>(files.size());
        for (Map.Entry<Path, OpenFile> entry : files.entrySet()) {
            OpenFile file = entry.getValue();
            file.writer().finish();
            String name = FileName.of(
                            partition.topic(),
                            partition.partition(),
                            file.firstOffset(),
                            file.lastOffset(),
                            settings.format().extension())
                    .text(settings.zeroPadWidth());
            finished.add(new PublishedFile(file.temporary(), new Path(entry.getKey(), name)));
        }
        return finished;
    }

    /** Forgets all files; what was written is found and removed by the next owner. */
    void forget() {
        files.clear();
    }

    /** Gives all files up. */
    void abandon() {
        files.values().forEach(file -> file.writer().abandon());
        files.clear();
    }

    private OpenFile start(SinkRecord given, Path temporary) throws IOException {
        FSDataOutputStream out = territory.store().create(temporary);
        try {
            FileWriter writer = settings.format().start(out, given.valueSchema());
            return new OpenFile(temporary, writer, given.valueSchema(), given.originalKafkaOffset());
        } catch (RuntimeException | IOException e) {
            out.close();
            throw e;
        }
    }

    private Path folder(SinkRecord given, String encodedPartition) {
        return territory.layout().folder(given.topic(), encodedPartition);
    }
}
