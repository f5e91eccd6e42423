package io.millrace.gateway.consume;

import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import io.millrace.gateway.records.RecordDecoder;
import io.millrace.gateway.records.RecordFormat;
import io.millrace.gateway.records.RecordWriter;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.IsolationLevel;

/** What all reads of the gateway's own kind understand in their queries. */
public final class ReadQuery {
    /** Less than a request may take. */
    public static final long WAIT_MAX_MS = 30_000;

    public static final int RECORDS_MAX = 10_000;
    public static final int RECORDS = 500;
    public static final int BYTES = 1 << 20;
    /** The parameters of formats and of isolation. */
    static final Set<String> FORMATS = Set.of("format", "key_format", "value_format", "isolation_level");

    private ReadQuery() {}

    /** Refuses a parameter that would be passed over, it is a mistake; {@link #FORMATS} are known too. */
    public static void requireKnown(Exchange exchange, Set<String> known) {
        Set<String> all = new TreeSet<>(known);
        all.addAll(FORMATS);
        exchange.requireOnly(all);
    }

    /** How records are shown: {@code format}, and over it {@code key_format} and {@code value_format}. */
    public static RecordWriter writer(Exchange exchange, RecordDecoder decoder) {
        String both = exchange.query("format").orElse(RecordFormat.BINARY.name());
        return new RecordWriter(
                decoder,
                format(exchange, "key_format", both, decoder),
                format(exchange, "value_format", both, decoder));
    }

    private static RecordFormat format(Exchange exchange, String name, String otherwise, RecordDecoder decoder) {
        return exchange.query(name)
                .map(written -> decoder.require(RecordFormat.of(written, name)))
                .orElseGet(() -> decoder.require(RecordFormat.of(otherwise, "format")));
    }

    /** {@code isolation_level}. */
    public static IsolationLevel isolation(Exchange exchange, IsolationLevel otherwise) {
        return exchange.query("isolation_level")
                .map(written -> Arrays.stream(IsolationLevel.values())
                        .filter(each -> each.toString().equals(written))
                        .findFirst()
                        .orElseThrow(() -> new HttpProblemException(
                                400, "isolation_level is read_committed or read_uncommitted, not '" + written + "'")))
                .orElse(otherwise);
    }
}
