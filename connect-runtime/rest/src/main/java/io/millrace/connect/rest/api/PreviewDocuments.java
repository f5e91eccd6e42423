package io.millrace.connect.rest.api;

import io.millrace.connect.worker.control.Preview;
import io.millrace.connect.worker.control.Preview.Failure;
import io.millrace.connect.worker.control.Preview.Header;
import io.millrace.connect.worker.control.Preview.Shown;
import io.millrace.connect.worker.control.Preview.StageError;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** The JSON document of a preview. */
final class PreviewDocuments {
    private PreviewDocuments() {}

    static Map<String, Object> of(Preview preview) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", preview.name());
        document.put("type", preview.type().name().toLowerCase(Locale.ROOT));
        document.put("tasks", preview.tasks());
        document.put("ended", preview.ended().name().toLowerCase(Locale.ROOT));
        document.put("polled", preview.polled());
        document.put("dropped", preview.dropped());
        document.put("stopped", preview.stopped());
        document.put("overridden", preview.overridden());
        document.put(
                "records",
                preview.records().stream().map(PreviewDocuments::record).toList());
        document.put("failure", preview.failure().map(PreviewDocuments::failure).orElse(null));
        return document;
    }

    private static Map<String, Object> record(Shown record) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("topic", record.topic());
        document.put("partition", record.partition());
        document.putAll(record.position());
        document.put("timestamp", record.timestamp());
        document.put("key", record.key());
        document.put("value", record.value());
        document.put(
                "headers",
                record.headers().stream().map(PreviewDocuments::header).toList());
        document.put(
                "errors", record.errors().stream().map(PreviewDocuments::error).toList());
        return document;
    }

    private static Map<String, Object> header(Header header) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", header.name());
        document.put("value", header.value());
        return document;
    }

    private static Map<String, Object> error(StageError error) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("stage", error.stage());
        document.put("step", error.step().orElse(null));
        document.put("exception", error.exception());
        document.put("message", error.message());
        return document;
    }

    private static Map<String, Object> failure(Failure failure) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("call", failure.call());
        document.put("message", failure.message());
        document.put("trace", failure.trace());
        return document;
    }
}
