package io.millrace.broker.log.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Kafka's {@code .kafka_cleanshutdown}: written last by a clean stop, removed first by a start. */
public final class CleanShutdownMarker {
    private static final String FILE_NAME = ".kafka_cleanshutdown";
    private static final Pattern BROKER_EPOCH = Pattern.compile("\"brokerEpoch\"\\s*:\\s*(-?\\d+)");

    private CleanShutdownMarker() {}

    public static void write(FileStore store, Path directory, long brokerEpoch) throws IOException {
        AtomicFile.write(store, directory.resolve(FILE_NAME), "{\"version\":0,\"brokerEpoch\":" + brokerEpoch + "}");
    }

    /** The broker epoch of the process that stopped cleanly; the marker itself stays until {@link #remove}. */
    public static OptionalLong read(Path directory) throws IOException {
        Path path = directory.resolve(FILE_NAME);
        if (!Files.exists(path)) {
            return OptionalLong.empty();
        }
        Matcher matcher = BROKER_EPOCH.matcher(TextFile.read(path));
        return matcher.find() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    public static void remove(FileStore store, Path directory) throws IOException {
        if (Files.deleteIfExists(directory.resolve(FILE_NAME))) {
            store.syncDirectory(directory);
        }
    }
}
