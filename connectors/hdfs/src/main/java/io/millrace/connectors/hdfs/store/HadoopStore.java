package io.millrace.connectors.hdfs.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Any Hadoop file system whose rename is atomic and refuses to overwrite; local folders by hard links. */
public final class HadoopStore implements Store {

    private final FileSystem fileSystem;
    private final Publication publication;

    private HadoopStore(FileSystem fileSystem, Publication publication) {
        this.fileSystem = fileSystem;
        this.publication = publication;
    }

    /** Opens a client of its own, which {@link #close()} closes. */
    public static HadoopStore open(URI uri, Configuration configuration) throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        // Hadoop looks its file systems up through the thread's class loader, which need not be the plugin's.
        thread.setContextClassLoader(HadoopStore.class.getClassLoader());
        try {
            FileSystem fileSystem = FileSystem.newInstance(uri, configuration);
            Publication publication = "file".equals(fileSystem.getUri().getScheme())
                    ? new LinkPublication()
                    : new RenamePublication(fileSystem);
            return new HadoopStore(fileSystem, publication);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public FSDataOutputStream create(Path path) throws IOException {
        publication.makeFolder(path.getParent());
        return fileSystem.create(path, false);
    }

    @Override
    public FSDataInputStream open(Path path) throws IOException {
        return fileSystem.open(path);
    }

    @Override
    public boolean publish(Path source, Path target) throws IOException {
        publication.makeFolder(target.getParent());
        return publication.publish(source, target);
    }

    @Override
    public Standing standing(Path source, Path target) throws IOException {
        boolean targetExists = fileSystem.exists(target);
        int nameCount = publication.nameCount(source);
        if (nameCount > 1) {
            return Standing.PUBLISHED;
        }
        if (nameCount == 1) {
            return targetExists ? Standing.TAKEN : Standing.UNPUBLISHED;
        }
        // It may have been published between the two looks.
        return targetExists || fileSystem.exists(target) ? Standing.PUBLISHED : Standing.GONE;
    }

    @Override
    public boolean exists(Path path) throws IOException {
        return fileSystem.exists(path);
    }

    @Override
    public List<Path> files(Path folder) throws IOException {
        return entries(folder, FileStatus::isFile);
    }

    @Override
    public List<Path> folders(Path folder) throws IOException {
        return entries(folder, FileStatus::isDirectory);
    }

    private List<Path> entries(Path folder, Predicate<FileStatus> wanted) throws IOException {
        try {
            List<Path> entries = new ArrayList<>();
            for (FileStatus status : fileSystem.listStatus(folder)) {
                if (wanted.test(status)) {
                    entries.add(status.getPath());
                }
            }
            return entries;
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public List<Path> filesBelow(Path folder) throws IOException {
        try {
            List<Path> files = new ArrayList<>();
            RemoteIterator<LocatedFileStatus> found = fileSystem.listFiles(folder, true);
            while (found.hasNext()) {
                files.add(found.next().getPath());
            }
            return files;
        } catch (FileNotFoundException e) {
            return List.of();
        }
    }

    @Override
    public void delete(Path path) throws IOException {
        fileSystem.delete(path, true);
    }

    @Override
    public void close() throws IOException {
        fileSystem.close();
    }
}
