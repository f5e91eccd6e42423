package io.millrace.registry.server.storage;

import io.millrace.registry.model.exporter.Exporter;
import io.millrace.registry.model.exporter.ExporterCodec;
import io.millrace.registry.model.exporter.ExporterStatus;
import io.millrace.registry.model.exporter.NamedTable;
import io.millrace.registry.model.exporter.NamedTable.Written;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;

/**
 * Records by the name of an exporter.
 *
 * @param <V> what there is under a name
 */
record NamedFormat<V>(String what, Function<V, byte[]> writer, Reader<V> reader)
        implements TableFormat<NamedTable<V>, Written<V>> {
    /** Exporters. */
    static final NamedFormat<Exporter> EXPORTERS =
            new NamedFormat<>("exporters", ExporterCodec::write, ExporterCodec::readExporter);
    /** How far they have come. */
    static final NamedFormat<ExporterStatus> STATUSES =
            new NamedFormat<>("states of exporters", ExporterCodec::write, ExporterCodec::readStatus);

    /** Reads a value. */
    interface Reader<V> {
        V read(byte[] value) throws IOException;
    }

    @Override
    public NamedTable<V> empty() {
        return new NamedTable<>();
    }

    @Override
    public byte[] key(Written<V> written) {
        return ExporterCodec.key(written.name());
    }

    @Override
    @SuppressWarnings("ReturnsNull") // what Kafka's producer takes for a tombstone
    public byte[] value(Written<V> written) {
        return written.value().map(writer).orElse(null);
    }

    @Override
    public Optional<Written<V>> decode(byte[] key, byte[] value, long tsMs) throws UnreadableException {
        try {
            String name = ExporterCodec.name(key);
            return Optional.of(new Written<>(name, value == null ? Optional.empty() : Optional.of(reader.read(value))));
        } catch (IOException e) {
            // Jackson's messages show what they could not read, which may be a secret.
            throw new UnreadableException("it is not a record of " + what);
        }
    }

    @Override
    public void apply(Written<V> written, NamedTable<V> table) {
        table.apply(written);
    }
}
