package io.millrace.bench.row;

import io.millrace.bench.load.Topics;
import io.millrace.bench.peer.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** From the start of the process, on a folder with one topic that was closed cleanly, to its first acknowledged record. */
final class StartUp implements Row {

    private static final String KEY = "start";
    private static final double GOAL = 0.2;

    @Override
    public String key() {
        return KEY;
    }

    @Override
    public List<Figure> figures() {
        return List.of(Figure.atMost(GOAL, "start to first acknowledged record", "s"));
    }

    @Override
    public boolean dependsOnFlush() {
        return false;
    }

    @Override
    public double[] measure(Visit visit) throws IOException, InterruptedException {
        Path folder = visit.newFolder();
        try (ServerProcess first = visit.peer().start(folder);
                Topics topics = visit.topics(first)) {
            topics.create(KEY, 1);
            first.stop();
        }
        try (ServerProcess second = visit.peer().start(folder)) {
            Topics.awaitUsable(second, KEY, 1);
            return new double[] {second.secondsAlive()};
        }
    }
}
