package io.millrace.bench.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Counts into a mapped file, which costs no call to the system. */
public final class NullSinkTask extends SinkTask {

    private MappedByteBuffer progress;
    private long count;

    @Override
    public void start(Map<String, String> properties) {
        Path file = Path.of(properties.get(NullSinkConnector.PROGRESS_FILE));
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            progress = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        count += records.size();
        progress.putLong(0, count);
    }

    @Override
    public void stop() {
        // The mapping goes with the task.
    }

    @Override
    public String version() {
        return "1";
    }
}
