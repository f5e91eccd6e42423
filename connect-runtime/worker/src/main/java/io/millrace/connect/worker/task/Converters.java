package io.millrace.connect.worker.task;

import io.millrace.connect.plugins.PluginHandle;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.HeaderConverter;

/** The three converters of a task, each called under its own class loader. */
record Converters(PluginHandle<Converter> key, PluginHandle<Converter> value, PluginHandle<HeaderConverter> header) {

    byte[] keyBytes(ConnectRecord<?> record, Headers headers) {
        return key.call(c -> c.fromConnectData(record.topic(), headers, record.keySchema(), record.key()));
    }

    byte[] valueBytes(ConnectRecord<?> record, Headers headers) {
        return value.call(c -> c.fromConnectData(record.topic(), headers, record.valueSchema(), record.value()));
    }

    Headers headerBytes(ConnectRecord<?> record) {
        Headers headers = new RecordHeaders();
        for (Header one : record.headers()) {
            headers.add(
                    one.key(),
                    header.call(c -> c.fromConnectHeader(record.topic(), one.key(), one.schema(), one.value())));
        }
        return headers;
    }

    SchemaAndValue key(String topic, Headers headers, byte[] bytes) {
        return key.call(c -> c.toConnectData(topic, headers, bytes));
    }

    SchemaAndValue value(String topic, Headers headers, byte[] bytes) {
        return value.call(c -> c.toConnectData(topic, headers, bytes));
    }

    ConnectHeaders headers(String topic, Headers headers) {
        ConnectHeaders converted = new ConnectHeaders();
        for (org.apache.kafka.common.header.Header one : headers) {
            converted.add(one.key(), header.call(c -> c.toConnectHeader(topic, one.key(), one.value())));
        }
        return converted;
    }
}
