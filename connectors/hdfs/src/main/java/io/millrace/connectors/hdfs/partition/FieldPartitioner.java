package io.millrace.connectors.hdfs.partition;

import io.millrace.connectors.hdfs.store.SafeName;
import java.util.List;
import java.util.StringJoiner;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;

/** A folder for each value of some fields, {@code field=value}, as Hive reads them. */
final class FieldPartitioner implements Partitioner {

    private final List<FieldPath> fields;

    FieldPartitioner(List<String> fields) {
        this.fields = fields.stream().map(FieldPath::new).toList();
    }

    @Override
    public String encodedPartition(SinkRecord given, long nowMs) {
        StringJoiner path = new StringJoiner("/");
        for (FieldPath field : fields) {
            Object value = field.in(given.value()).value();
            if (!FieldPath.isScalar(value)) {
                throw new DataException("field " + field.text() + " is not a scalar, so it cannot name a folder");
            }
            String text =
                    value instanceof java.util.Date moment ? moment.toInstant().toString() : "" + value;
            path.add(SafeName.encode(field.text() + "=" + text));
        }
        return path.toString();
    }
}
