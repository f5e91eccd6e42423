package io.millrace.connect.worker.preview;

import io.millrace.connect.plugins.PluginHandle;
import io.millrace.connect.plugins.Plugins;
import io.millrace.connect.worker.control.Preview.Ending;
import io.millrace.connect.worker.control.Preview.StageError;
import io.millrace.connect.worker.stuck.CallMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.runtime.errors.Stage;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A sink's topics, converters and transformations; the sink itself is not made, and hence writes nothing. */
final class SinkSubject implements Subject {

    private static final Logger LOGGER = LoggerFactory.getLogger(SinkSubject.class);

    private final Plugins plugins;
    private final Map<String, String> config;
    private final Map<String, String> workerConfig;
    private final Supplier<TopicReader> topics;
    private final Findings findings;
    private final CallMark mark;
    private final List<AutoCloseable> open = new ArrayList<>();
    private PluginHandle<Converter> keys;
    private PluginHandle<Converter> values;
    private PluginHandle<HeaderConverter> headers;
    private Steps steps;

    SinkSubject(
            Plugins plugins,
            Map<String, String> config,
            Map<String, String> workerConfig,
            Supplier<TopicReader> topics,
            Findings findings,
            CallMark mark) {
        this.plugins = plugins;
        this.config = config;
        this.workerConfig = workerConfig;
        this.topics = topics;
        this.findings = findings;
        this.mark = mark;
    }

    @Override
    public void look() {
        findings.tasks(1);
        mark.run("create", () -> plugins.<Void, RuntimeException>whileLoaded(this::makePlugins));
        TopicReader reader = topics.get();
        open.add(reader);
        while (!findings.complete() && reader.more()) {
            for (ConsumerRecord<byte[], byte[]> consumed : reader.poll()) {
                see(consumed);
            }
        }
        findings.end(Ending.END);
    }

    private Void makePlugins() {
        keys = plugins.newConverter(true, config, workerConfig);
        open.add(keys);
        open.add(() -> keys.run(Converter::close));
        values = plugins.newConverter(false, config, workerConfig);
        open.add(values);
        open.add(() -> values.run(Converter::close));
        headers = plugins.newHeaderConverter(config, workerConfig);
        open.add(headers);
        open.add(() -> headers.run(HeaderConverter::close));
        steps = new Steps(plugins.newTransformations(config), findings, mark);
        open.add(steps);
        return null;
    }

    private void see(ConsumerRecord<byte[], byte[]> consumed) {
        if (findings.complete()) {
            return;
        }
        findings.polledOne();
        List<StageError> errors = new ArrayList<>();
        SchemaAndValue key = converted(Stage.KEY_CONVERTER, keys, consumed, consumed.key(), errors);
        SchemaAndValue value = converted(Stage.VALUE_CONVERTER, values, consumed, consumed.value(), errors);
        SinkRecord record = new SinkRecord(
                consumed.topic(),
                consumed.partition(),
                key.schema(),
                key.value(),
                value.schema(),
                value.value(),
                consumed.offset(),
                consumed.timestampType() == TimestampType.NO_TIMESTAMP_TYPE ? null : consumed.timestamp(),
                consumed.timestampType(),
                headers(consumed, errors));
        SinkRecord transformed = errors.isEmpty() ? steps.apply(record, errors) : record;
        if (transformed == null && errors.isEmpty()) {
            findings.droppedOne();
        } else {
            findings.show(transformed == null ? record : transformed, Map.of("offset", consumed.offset()), errors);
        }
    }

    private SchemaAndValue converted(
            Stage stage,
            PluginHandle<Converter> converter,
            ConsumerRecord<byte[], byte[]> consumed,
            byte[] bytes,
            List<StageError> errors) {
        try {
            return mark.call(
                    converter.className(),
                    () -> converter.call(one -> one.toConnectData(consumed.topic(), consumed.headers(), bytes)));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            errors.add(findings.error(stage.name(), Optional.empty(), e));
            return SchemaAndValue.NULL;
        }
    }

    private ConnectHeaders headers(ConsumerRecord<byte[], byte[]> consumed, List<StageError> errors) {
        ConnectHeaders converted = new ConnectHeaders();
        try {
            for (Header one : consumed.headers()) {
                converted.add(
                        one.key(),
                        mark.call(
                                headers.className(),
                                () -> headers.call(
                                        header -> header.toConnectHeader(consumed.topic(), one.key(), one.value()))));
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            errors.add(findings.error(Stage.HEADER_CONVERTER.name(), Optional.empty(), e));
        }
        return converted;
    }

    @Override
    public void disturb() {
        // What blocks here is a converter or a transformation, and an interrupt follows.
    }

    @Override
    public void close() {
        for (int last = open.size() - 1; last >= 0; last--) {
            try {
                open.get(last).close();
            } catch (Exception | LinkageError | StackOverflowError e) {
                LOGGER.warn("part of a preview did not close", findings.loggable(e));
            }
        }
    }
}
