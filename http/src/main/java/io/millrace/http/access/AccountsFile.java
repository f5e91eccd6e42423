package io.millrace.http.access;

import io.millrace.http.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts in a file, read again when its content changes. What cannot be read then is refused with one line in the
 * log, and the accounts of before stay: half a file must lock nobody out.
 */
final class AccountsFile<C> implements Supplier<Accounts<C>> {
    private static final Logger LOGGER = LoggerFactory.getLogger(AccountsFile.class);
    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final long BYTES_MAX = 4L * 1024 * 1024;

    private final Path file;
    private final CallerReader<C> reader;
    private byte[] content;
    private Accounts<C> accounts;
    private long lookedNanos;

    /** Fails when the file cannot be read now. */
    AccountsFile(String key, Path file, CallerReader<C> reader) {
        this.file = file;
        this.reader = reader;
        try {
            this.content = read();
            this.accounts = parse(content);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigException(key, file.toString(), "cannot be used: " + reason(e));
        }
        this.lookedNanos = System.nanoTime();
    }

    @Override
    public synchronized Accounts<C> get() {
        if (System.nanoTime() - lookedNanos < LOOK_AGAIN_NANOS) {
            return accounts;
        }
        lookedNanos = System.nanoTime();
        try {
            byte[] now = read();
            if (!Arrays.equals(now, content)) {
                // Remembered even if it is broken, so that it is complained about once.
                content = now;
                accounts = parse(now);
                LOGGER.info("accounts read again file={} accounts={}", file, accounts.size());
            }
        } catch (IOException | IllegalArgumentException e) {
            LOGGER.error("the changed accounts cannot be used, those of before stay file={}: {}", file, reason(e));
        }
        return accounts;
    }

    private byte[] read() throws IOException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("it is larger than " + BYTES_MAX + " bytes");
        }
        return Files.readAllBytes(file);
    }

    private Accounts<C> parse(byte[] content) {
        return Accounts.parse(
                new String(content, StandardCharsets.UTF_8).lines().toList(), reader);
    }

    private static String reason(Exception e) {
        return e instanceof java.nio.file.NoSuchFileException ? "it is not there" : e.getMessage();
    }
}
