package io.millrace.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/** A real HDFS (name node and one data node) in this JVM. Takes 10 to 50 s to start: one for each suite. */
public final class TestingHdfs implements AutoCloseable {

    private final MiniDFSCluster cluster;
    private final Path folder;

    private TestingHdfs(MiniDFSCluster cluster, Path folder) {
        this.cluster = cluster;
        this.folder = folder;
    }

    /** Starts the cluster and waits until it takes writes. */
    public static TestingHdfs start() {
        Path folder = TemporaryFolder.create("testing-hdfs");
        Configuration configuration = new Configuration();
        configuration.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
        configuration.set("dfs.replication", "1");
        try {
            MiniDFSCluster cluster =
                    new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
            cluster.waitActive();
            return new TestingHdfs(cluster, folder);
        } catch (IOException e) {
            throw new UncheckedIOException("could not start HDFS", e);
        }
    }

    /** {@code hdfs://127.0.0.1:port}. */
    public String uri() {
        return cluster.getURI().toString();
    }

    /** A client of the cluster. */
    public FileSystem fileSystem() {
        try {
            return cluster.getFileSystem();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops and starts the name node on its port; data stay. */
    public void restartNameNode() {
        try {
            cluster.restartNameNode(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        cluster.shutdown(true);
        TemporaryFolder.delete(folder);
    }
}
