package io.millrace.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** A file with a store of keys or of certificates, and what opens it. Any thread; nothing of it is kept. */
final class StoreFile {
    private static final long BYTES_MAX = 16L * 1024 * 1024;

    private final Path path;
    private final String type;
    private final char[] password;

    StoreFile(Path path, String type, String password) {
        this.path = path;
        this.type = type;
        this.password = password.toCharArray();
    }

    /** What is in the file at this moment. */
    byte[] content() throws IOException {
        try {
            if (Files.size(path) > BYTES_MAX) {
                throw new IOException("it is larger than " + BYTES_MAX + " bytes");
            }
            return Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new IOException("it is not there", e);
        }
    }

    /** The store that such a content is. */
    KeyStore store(byte[] content) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(type);
        store.load(new ByteArrayInputStream(content), password);
        return store;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
