package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.config.HdfsSinkConfig;
import io.millrace.connectors.hdfs.store.HadoopStore;
import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.fs.Path;

/** One client for many short tasks: to read Hadoop's defaults takes longer than such a task runs. */
final class SharedStore implements AutoCloseable {

    private final Store store;

    SharedStore(Map<String, String> settings) throws IOException {
        HdfsSinkConfig config = new HdfsSinkConfig(settings);
        store = HadoopStore.open(config.storeUri(), config.hadoop());
    }

    Store store() {
        return store;
    }

    /** The store for a task that may break at a step; the task's close does not close the shared client. */
    FaultyStore faulty(FaultyStore.Fault fault, int faultyStep) {
        return new FaultyStore(store, fault, faultyStep);
    }

    /** The store for a task that is frozen before a step while something else happens. */
    FaultyStore pausing(int step, Runnable meanwhile) {
        return new FaultyStore(store, FaultyStore.Fault.PAUSE, step, meanwhile);
    }

    /** The store for a task that works. */
    FaultyStore healthy() {
        return new FaultyStore(store, FaultyStore.Fault.ERROR_BEFORE, Integer.MAX_VALUE);
    }

    /** What is left of unfinished work below a root. */
    java.util.List<Path> leftovers(Path root) throws IOException {
        return store.filesBelow(new Path(root, "topics/+tmp"));
    }

    @Override
    public void close() throws IOException {
        store.close();
    }
}
