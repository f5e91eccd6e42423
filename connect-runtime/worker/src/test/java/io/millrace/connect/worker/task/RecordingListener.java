package io.millrace.connect.worker.task;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it hears of a task. */
final class RecordingListener implements TaskListener {

    final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public void running(TaskRunner task) {
        heard.add("running");
    }

    @Override
    public void paused(TaskRunner task) {
        heard.add("paused");
    }

    @Override
    public void failed(TaskRunner task, Throwable error) {
        heard.add("failed " + error.getMessage());
    }

    @Override
    public void stopped(TaskRunner task) {
        heard.add("stopped");
    }

    @Override
    public void stuck(TaskRunner task) {
        heard.add("stuck " + task.calls().stuck().isPresent());
    }

    @Override
    public void usesTopic(TaskRunner task, String topic) {
        heard.add("uses " + topic);
    }
}
