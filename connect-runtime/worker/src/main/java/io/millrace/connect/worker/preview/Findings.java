package io.millrace.connect.worker.preview;

import io.millrace.connect.plugins.secrets.Redaction;
import io.millrace.connect.worker.control.ConnectorType;
import io.millrace.connect.worker.control.Preview;
import io.millrace.connect.worker.control.Preview.Ending;
import io.millrace.connect.worker.control.Preview.Failure;
import io.millrace.connect.worker.control.Preview.Header;
import io.millrace.connect.worker.control.Preview.Shown;
import io.millrace.connect.worker.control.Preview.StageError;
import io.millrace.connect.worker.control.PreviewRequest;
import io.millrace.connect.worker.secrets.Discretion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.connector.ConnectRecord;

/** What a preview has found so far. Any thread. */
final class Findings {

    /** Of all keys, values and headers together, a little more with the last record. */
    private static final long BYTES_MAX = 4L * 1024 * 1024;

    /** A source whose records are all dropped would never come to an end. */
    private static final long POLLED_MAX = 10_000;

    private static final int HEADERS_MAX = 64;
    private static final int TRACE_LENGTH_MAX = 20_000;

    private final PreviewRequest request;
    private final ConnectorType type;
    private final ShownValues values = new ShownValues();
    private final List<Shown> records = new ArrayList<>();
    private Redaction redaction = Redaction.NONE;
    private Map<String, String> overridden = Map.of();
    private int tasks;
    private long polled;
    private long dropped;
    private Optional<Ending> ended = Optional.empty();
    private Optional<Failure> failure = Optional.empty();

    Findings(PreviewRequest request, ConnectorType type) {
        this.request = request;
        this.type = type;
    }

    /** What is to be hidden in the texts of failures from here on. */
    synchronized void hide(Redaction secrets) {
        redaction = secrets;
    }

    synchronized void overridden(Map<String, String> settings) {
        overridden = settings;
    }

    synchronized void tasks(int count) {
        tasks = count;
    }

    synchronized void polledOne() {
        polled++;
    }

    synchronized void droppedOne() {
        dropped++;
    }

    /** Whether this is enough, or all that is to be had. */
    synchronized boolean complete() {
        if (records.size() >= request.records()) {
            end(Ending.RECORDS);
        } else if (values.bytes() >= BYTES_MAX) {
            end(Ending.BYTES);
        } else if (polled >= POLLED_MAX) {
            end(Ending.DROPPED);
        }
        return ended.isPresent();
    }

    /** The first reason counts. */
    synchronized void end(Ending reason) {
        if (ended.isEmpty()) {
            ended = Optional.of(reason);
        }
    }

    synchronized void failed(String call, Throwable error) {
        if (ended.isEmpty()) {
            ended = Optional.of(Ending.FAILURE);
            failure = Optional.of(
                    new Failure(call, redaction.apply(String.valueOf(error)), redaction.apply(trace(error))));
        }
    }

    StageError error(String stage, Optional<String> step, Throwable error) {
        String message = String.valueOf(error.getMessage());
        return new StageError(stage, step, error.getClass().getName(), secretless(message));
    }

    /** What may go to the log of a failure. */
    Throwable loggable(Throwable error) {
        Discretion discretion = this::secretless;
        return discretion.failure(error);
    }

    private synchronized String secretless(String text) {
        return redaction.apply(text);
    }

    /** Shows a record; what of it has no JSON counts as one more failure. */
    synchronized void show(ConnectRecord<?> record, Map<String, Object> position, List<StageError> failures) {
        List<StageError> errors = new ArrayList<>(failures);
        Shown shown = new Shown(
                record.topic(),
                record.kafkaPartition(),
                record.timestamp(),
                position,
                value("KEY", record.keySchema(), record.key(), errors),
                value("VALUE", record.valueSchema(), record.value(), errors),
                headers(record, errors),
                errors);
        records.add(shown);
    }

    private com.fasterxml.jackson.databind.JsonNode value(
            String part, org.apache.kafka.connect.data.Schema schema, Object value, List<StageError> errors) {
        try {
            return values.of(schema, value);
        } catch (RuntimeException e) {
            errors.add(error(part + "_NOT_SHOWN", Optional.empty(), e));
            return null;
        }
    }

    private List<Header> headers(ConnectRecord<?> record, List<StageError> errors) {
        List<Header> headers = new ArrayList<>();
        for (org.apache.kafka.connect.header.Header one : record.headers()) {
            if (headers.size() < HEADERS_MAX) {
                headers.add(new Header(one.key(), value("HEADER", one.schema(), one.value(), errors)));
            }
        }
        return headers;
    }

    synchronized Preview preview(boolean stopped) {
        return new Preview(
                request.name(),
                type,
                tasks,
                ended.orElse(Ending.END),
                polled,
                dropped,
                stopped,
                overridden,
                List.copyOf(records),
                failure);
    }

    private static String trace(Throwable error) {
        StringWriter trace = new StringWriter();
        error.printStackTrace(new PrintWriter(trace));
        return trace.getBuffer().length() > TRACE_LENGTH_MAX
                ? trace.getBuffer().substring(0, TRACE_LENGTH_MAX)
                : trace.toString();
    }
}
