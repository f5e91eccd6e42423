package io.millrace.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.hdfs.FaultyStore.Fault;
import io.millrace.connectors.testkit.InMemoryTopics;
import io.millrace.connectors.testkit.ScriptedSinkContext;
import io.millrace.connectors.testkit.SinkTaskDriver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;

/** Breaks a task at one step after the other and looks at the files each time. */
final class FaultSweep {

    private static final int RECORD_COUNT = 8;
    private static final int MAX_STEPS = 500;

    private final SharedStore shared;
    private final Fault fault;
    private final int stride;
    private final boolean filesAreTaken;

    FaultSweep(SharedStore shared, Fault fault, int stride) {
        this(shared, fault, stride, false);
    }

    /** A sweep during which finished files are taken away as soon as they are there, or not. */
    FaultSweep(SharedStore shared, Fault fault, int stride, boolean filesAreTaken) {
        this.shared = shared;
        this.fault = fault;
        this.stride = stride;
        this.filesAreTaken = filesAreTaken;
    }

    /**
     * Breaks every {@code stride}-th step, each in a folder of its own.
     *
     * @return the last step that could be broken
     */
    int run(String rootUrl, String format) throws IOException {
        for (int step = 1; step < MAX_STEPS; step += stride) {
            String url = rootUrl + "/" + fault + "-" + step;
            if (!breakAt(step, url, format)) {
                return step - 1;
            }
        }
        throw new AssertionError("still breaking after " + MAX_STEPS + " steps");
    }

    private boolean breakAt(int step, String url, String format) throws IOException {
        // Given: three folders, so that each of the two commits renames several files
        Map<String, String> settings = Orders.settings(
                url, "flush.size", "4", "format", format, "partitioner.class", "field", "partition.field.name", "note");
        InMemoryTopics topics = Orders.topics(1, RECORD_COUNT);
        FaultyStore store = shared.faulty(fault, step);

        // When
        SinkTaskDriver driver = driver(store, topics, settings);
        LandingJob job = new LandingJob(shared.store(), url);
        try {
            driver.start();
            for (int poll = 0; filesAreTaken && poll < RECORD_COUNT; poll++) {
                driver.poll(3);
                job.takeAll();
            }
            driver.drain(3);
            driver.stop();
        } catch (FaultyStore.KilledError killed) {
            assertThat(fault.isCrash()).isTrue();
        }
        if (filesAreTaken) {
            job.takeAll();
        }
        if (fault.isCrash()) {
            driver(shared.healthy(), topics, settings).start().drain(5);
        }

        // Then
        List<Integer> all = IntStream.range(0, RECORD_COUNT).boxed().toList();
        assertThat(filesAreTaken ? job.ids() : Orders.ids(settings))
                .as("%s at step %d", fault, step)
                .containsExactlyInAnyOrderElementsOf(all);
        assertThat(shared.leftovers(new Path(url)))
                .as("%s at step %d", fault, step)
                .isEmpty();
        return store.hasFaulted();
    }

    private static SinkTaskDriver driver(FaultyStore store, InMemoryTopics topics, Map<String, String> settings) {
        HdfsSinkTask task = new HdfsSinkTask(config -> store, new TickingClock());
        return new SinkTaskDriver(task, topics, new ScriptedSinkContext(settings));
    }
}
