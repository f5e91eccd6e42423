package io.millrace.connectors.hdfs.store;

import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** HDFS renames atomically and answers false when the target exists. */
final class RenamePublication implements Publication {

    private final FileSystem fileSystem;

    RenamePublication(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    @Override
    public void makeFolder(Path folder) throws IOException {
        fileSystem.mkdirs(folder);
    }

    @Override
    public boolean publish(Path source, Path target) throws IOException {
        if (fileSystem.rename(source, target)) {
            return true;
        }
        if (fileSystem.exists(target)) {
            return false;
        }
        throw new IOException("could not rename " + source + " to " + target + ", which does not exist");
    }

    @Override
    public int nameCount(Path path) throws IOException {
        return fileSystem.exists(path) ? 1 : 0;
    }
}
