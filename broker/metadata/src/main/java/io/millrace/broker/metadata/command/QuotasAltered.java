package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** What became of each change of {@link AlterQuotas}, in the order asked for. */
public record QuotasAltered(List<Outcome> outcomes) implements CommandResponse {

    public QuotasAltered {
        outcomes = List.copyOf(outcomes);
    }

    @Override
    public ResponseType type() {
        return ResponseType.QUOTAS_ALTERED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(outcomes, (fields, outcome) -> outcome.write(fields));
    }

    static QuotasAltered read(FieldReader reader) {
        return new QuotasAltered(reader.readList(Outcome::read));
    }
}
