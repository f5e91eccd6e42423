package io.millrace.connect.worker.task;

import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** Has nothing to poll; what a test wants to see of a task is in its subclass. */
abstract class IdleSourceTask extends SourceTask {

    @Override
    public void start(Map<String, String> props) {}

    @Override
    public List<SourceRecord> poll() {
        return List.of();
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
        return "1";
    }
}
