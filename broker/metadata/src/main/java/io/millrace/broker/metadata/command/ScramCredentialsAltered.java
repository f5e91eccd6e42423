package io.millrace.broker.metadata.command;

import io.millrace.broker.metadata.wire.FieldReader;
import io.millrace.broker.metadata.wire.FieldWriter;
import java.util.List;

/** What became of each user of {@link AlterScramCredentials}, in the order in which they were first named. */
public record ScramCredentialsAltered(List<AlteredUser> users) implements CommandResponse {

    public ScramCredentialsAltered {
        users = List.copyOf(users);
    }

    /** One user. */
    public record AlteredUser(String user, Outcome outcome) {

        private void write(FieldWriter writer) {
            writer.writeString(user);
            outcome.write(writer);
        }

        private static AlteredUser read(FieldReader reader) {
            return new AlteredUser(reader.readString(), Outcome.read(reader));
        }
    }

    @Override
    public ResponseType type() {
        return ResponseType.SCRAM_CREDENTIALS_ALTERED;
    }

    @Override
    public void write(FieldWriter writer) {
        writer.writeList(users, (fields, user) -> user.write(fields));
    }

    static ScramCredentialsAltered read(FieldReader reader) {
        return new ScramCredentialsAltered(reader.readList(AlteredUser::read));
    }
}
