package io.millrace.gateway.instances;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.logging.RequestLog;
import io.millrace.gateway.consume.AnswerBudget;
import io.millrace.gateway.consume.ConsumerThreads;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.http.Json;
import io.millrace.gateway.http.Reply;
import io.millrace.gateway.records.RecordDecoder;
import io.millrace.gateway.records.RecordFormat;
import io.millrace.gateway.records.UnreadableException;
import io.millrace.gateway.rights.Rights;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** REST Proxy v2: making, ending and reading consumer instances. */
public final class InstanceHandlers {
    private static final int INVALID_PAYLOAD = 42206;

    private final Instances instances;
    private final ConsumerThreads threads;
    private final RecordDecoder decoder;
    private final AnswerBudget answers;
    private final InstanceRights rights;
    /** {@code http://host:port}; the port is known once the server has one. */
    private final String host;

    /** {@code host} is that of the addresses of instances. */
    public InstanceHandlers(
            Instances instances,
            ConsumerThreads threads,
            RecordDecoder decoder,
            AnswerBudget answers,
            Rights rights,
            String host) {
        this.instances = instances;
        this.threads = threads;
        this.decoder = decoder;
        this.answers = answers;
        this.rights = new InstanceRights(rights);
        this.host = host;
    }

    /** {@code POST /consumers/{group}}. */
    public CompletionStage<Reply> create(Exchange exchange) {
        InstanceConfig config =
                InstanceConfig.of(exchange.body(), instances.limits().requestMs());
        decoder.require(config.format());
        String group = exchange.part("group");
        Instance made = instances.create(exchange, config);
        int port = exchange.context().localAddress().getPort();
        String scheme = exchange.context().sessionProtocol().isTls() ? "https" : "http";
        String uri = scheme + "://" + host + ":" + port + "/consumers/"
                + URLEncoder.encode(group, StandardCharsets.UTF_8).replace("+", "%20") + "/instances/"
                + made.config().name();
        return CompletableFuture.completedFuture(
                Reply.ok(Json.object().put("instance_id", made.config().name()).put("base_uri", uri)));
    }

    /** {@code DELETE /consumers/{group}/instances/{instance}}. */
    public CompletionStage<Reply> delete(Exchange exchange) {
        return instances.delete(exchange).thenApply(done -> Reply.empty(204));
    }

    /** {@code GET /consumers/{group}/instances/{instance}/records}. */
    public CompletionStage<Reply> records(Exchange exchange) {
        Instance instance = instances.require(exchange);
        requireFormat(exchange, instance.config().format());
        int bytesMax = instances.limits().answerBytes();
        long bytes = exchange.number("max_bytes", -1, -1, Long.MAX_VALUE);
        long timeout = exchange.number("timeout", -1, -1, Long.MAX_VALUE);
        int timeoutMax = instance.config().timeoutMs();
        InstanceRead.Bounds bounds = new InstanceRead.Bounds(
                (int) (bytes <= 0 ? bytesMax : Math.min(bytes, bytesMax)),
                instance.config().fetchMinBytes(),
                timeout < 0 ? timeoutMax : Math.min(timeout, timeoutMax));
        return InstanceRead.start(
                        instance,
                        threads,
                        rights,
                        bounds,
                        answers.open(exchange.context().log().whenComplete()),
                        exchange.context().whenRequestCancelled())
                .thenComposeAsync(
                        read -> answer(exchange, instance, read),
                        exchange.context().blockingTaskExecutor());
    }

    private static void requireFormat(Exchange exchange, RecordFormat format) {
        String accepted = exchange.type().subtype();
        boolean embedded = accepted.startsWith("vnd.kafka.") && accepted.endsWith(".v2+json");
        if (embedded
                && !accepted.equals("vnd.kafka.v2+json")
                && !accepted.equals("vnd.kafka." + format.name().toLowerCase(Locale.ROOT) + ".v2+json")) {
            throw InstanceProblems.formatMismatch();
        }
    }

    private CompletionStage<Reply> answer(Exchange exchange, Instance instance, InstanceRead read) {
        ArrayNode documents = Json.object().arrayNode();
        Throwable problem = null;
        try {
            if (read.isRefused()) {
                throw answers.noRoom();
            }
            Set<String> judged = new HashSet<>();
            for (ConsumerRecord<byte[], byte[]> each : read.records()) {
                rights.requireRead(instance, each, judged);
                documents.add(document(each, instance.config().format()));
            }
        } catch (RuntimeException | Error e) {
            problem = e;
        }
        instance.used();
        // Those before a record that cannot be read are given; the next read then meets it first, and fails.
        Throwable failure = documents.isEmpty() ? problem : null;
        CompletableFuture<Void> ended = read.end(documents.size());
        if (!documents.isEmpty()) {
            var unused = exchange.context().log().whenComplete().thenAccept(log -> instance.answered(isDelivered(log)));
        }
        return ended.thenCompose(done -> failure == null
                ? CompletableFuture.completedFuture(Reply.ok(documents))
                : CompletableFuture.failedFuture(failure));
    }

    /** Whether all of an answer with records went to the client. */
    private static boolean isDelivered(RequestLog log) {
        return log.responseCause() == null && HttpStatus.OK.equals(log.responseStatus());
    }

    private ObjectNode document(ConsumerRecord<byte[], byte[]> record, RecordFormat format) {
        ObjectNode document = Json.object().put("topic", record.topic());
        try {
            document.set("key", decoder.decode(format, record.topic(), record.headers(), true, record.key()));
            document.set("value", decoder.decode(format, record.topic(), record.headers(), false, record.value()));
        } catch (UnreadableException e) {
            throw new HttpProblemException(
                    422,
                    INVALID_PAYLOAD,
                    "Invalid payload: the " + (document.has("key") ? "value" : "key") + " of the record at offset "
                            + record.offset() + " of " + record.topic() + "-" + record.partition()
                            + " cannot be read: " + e.getMessage() + "; to pass it over, set the position to "
                            + (record.offset() + 1));
        }
        return document.put("partition", record.partition()).put("offset", record.offset());
    }
}
