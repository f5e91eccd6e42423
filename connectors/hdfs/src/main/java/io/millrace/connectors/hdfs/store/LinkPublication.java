package io.millrace.connectors.hdfs.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.fs.Path;

/**
 * On a local disk a rename replaces what is there, so the file is linked to its new name, which fails when the name is
 * taken, and then loses its old one. A crash in between leaves both names on one file: harmless, as the old one is
 * temporary.
 */
final class LinkPublication implements Publication {

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

    private static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri().getPath());
    }
}
