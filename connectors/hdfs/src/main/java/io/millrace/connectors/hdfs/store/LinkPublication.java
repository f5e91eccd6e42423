package io.millrace.connectors.hdfs.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.Path;

/**
 * On a local disk a rename replaces what is there, so the file is linked to its new name, which fails when the name is
 * taken, and then loses its old one. A crash in between leaves two names on one file; the disk counts them, so it is
 * known later that the file was published, even if somebody has moved it on by then.
 */
final class LinkPublication implements Publication {

    /** Hadoop's local file system starts a process, {@code chmod}, for each folder that it makes. */
    @Override
    public void makeFolder(Path folder) throws IOException {
        Files.createDirectories(local(folder));
    }

    @Override
    public boolean publish(Path source, Path target) throws IOException {
        java.nio.file.Path from = local(source);
        java.nio.file.Path to = local(target);
        try {
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        // The new name is only safe once the folder that holds it is on disk.
        try (FileChannel folder = FileChannel.open(to.getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
        Files.deleteIfExists(from);
        return true;
    }

    @Override
    public int nameCount(Path path) throws IOException {
        try {
            return (Integer) Files.getAttribute(local(path), "unix:nlink");
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }
}
