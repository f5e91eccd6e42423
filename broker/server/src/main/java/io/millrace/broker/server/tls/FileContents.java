package io.millrace.broker.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** A few small files whose content matters, however they are replaced: written over, renamed, linked anew. */
public final class FileContents {

    private static final long MAX_BYTES = 16L << 20;

    private final List<Path> paths;

    private FileContents(List<Path> paths) {
        this.paths = paths;
    }

    /** Files that may be missing for a while. */
    public static FileContents of(List<String> paths) {
        return new FileContents(paths.stream().map(Path::of).toList());
    }

    boolean isEmpty() {
        return paths.isEmpty();
    }

    /** Differs when a content differs. */
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Path path : paths) {
                digest.update(content(path));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static byte[] content(Path path) {
        try {
            return Files.size(path) > MAX_BYTES
                    ? "too long".getBytes(java.nio.charset.StandardCharsets.UTF_8)
                    : Files.readAllBytes(path);
        } catch (IOException e) {
            return String.valueOf(e).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
