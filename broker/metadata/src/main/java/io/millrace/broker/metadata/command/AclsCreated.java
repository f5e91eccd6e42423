package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** What became of each ACL of {@link CreateAcls}, in the order asked for. */
public record AclsCreated(List<Outcome> outcomes) implements CommandResponse {

    public AclsCreated {
        outcomes = List.copyOf(outcomes);
    }

    @Override
    public ResponseType type() {
        return ResponseType.ACLS_CREATED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(outcomes, (fields, outcome) -> outcome.write(fields));
    }

    static AclsCreated read(FieldReader reader) {
        return new AclsCreated(reader.readList(Outcome::read));
    }
}
