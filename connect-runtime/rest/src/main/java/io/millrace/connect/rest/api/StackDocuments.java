package io.millrace.connect.rest.api;

import io.millrace.connect.worker.control.StuckCall;
import io.millrace.connect.worker.control.ThreadStack;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON documents of what threads do in plugins; null stands for what is not known. */
final class StackDocuments {
    private StackDocuments() {}

    static Map<String, Object> stuck(StuckCall call) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("since", Documents.time(call.sinceMs()));
        document.put("call", call.call());
        document.put("thread", call.thread());
        document.put("stack", call.stack());
        return document;
    }

    static Map<String, Object> threads(List<ThreadStack> threads) {
        return Map.of("threads", threads.stream().map(StackDocuments::thread).toList());
    }

    private static Map<String, Object> thread(ThreadStack thread) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", thread.name());
        document.put("state", thread.state().name());
        document.put("call", thread.call().orElse(null));
        document.put(
                "since",
                thread.sinceMs().isPresent() ? Documents.time(thread.sinceMs().getAsLong()) : null);
        document.put("stack", thread.stack());
        return document;
    }
}
