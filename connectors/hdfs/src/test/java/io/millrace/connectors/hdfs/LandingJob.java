package io.millrace.connectors.hdfs;

import io.millrace.connectors.hdfs.store.Store;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/** A job that moves finished files on as soon as it sees them, as those do that load or compact a landing area. */
final class LandingJob {

    private static final String TAKEN = "taken";

    private final Store store;
    private final String url;

    LandingJob(Store store, String url) {
        this.store = store;
        this.url = url;
    }

    /** Moves every finished file. */
    void takeAll() throws IOException {
        Path landing = new Path(url + "/topics/" + Orders.TOPIC);
        for (Path file : store.filesBelow(landing)) {
            String below =
                    file.toUri().getPath().substring(landing.toUri().getPath().length());
            if (!store.publish(file, new Path(url + "/topics/" + TAKEN + below))) {
                throw new AssertionError("came twice: " + file);
            }
        }
    }

    /** The ids in the files that it took and in those that are still there. */
    List<Integer> ids() {
        return Orders.ids(Orders.settings(url), Orders.TOPIC, TAKEN);
    }
}
