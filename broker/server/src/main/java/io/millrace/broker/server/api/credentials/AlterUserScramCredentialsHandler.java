package io.millrace.broker.server.api.credentials;

import io.millrace.broker.metadata.command.AlterScramCredentials;
import io.millrace.broker.metadata.command.CommandRefused;
import io.millrace.broker.metadata.command.CommandResponse;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.metadata.command.ScramChange;
import io.millrace.broker.metadata.command.ScramCredentialsAltered;
import io.millrace.broker.metadata.image.ScramSecret;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.RequestContext;
import io.millrace.broker.server.sasl.ScramSecrets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData;
import org.apache.kafka.common.message.AlterUserScramCredentialsRequestData.ScramCredentialUpsertion;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData;
import org.apache.kafka.common.message.AlterUserScramCredentialsResponseData.AlterUserScramCredentialsResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.utils.Bytes;

/** AlterUserScramCredentials 0: the salted password of the client becomes the two keys that are kept. */
final class AlterUserScramCredentialsHandler implements ApiHandler<AlterUserScramCredentialsRequestData> {

    private static final CommandRefused NOT_AUTHORIZED =
            new CommandRefused(Errors.CLUSTER_AUTHORIZATION_FAILED, Errors.CLUSTER_AUTHORIZATION_FAILED.message());

    private final BrokerServices services;

    AlterUserScramCredentialsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, AlterUserScramCredentialsRequestData request) {
        List<ScramChange> changes = new ArrayList<>();
        request.deletions()
                .forEach(deletion ->
                        changes.add(new ScramChange(deletion.name(), deletion.mechanism(), Optional.empty())));
        request.upsertions()
                .forEach(upsertion -> changes.add(
                        new ScramChange(upsertion.name(), upsertion.mechanism(), Optional.of(secret(upsertion)))));
        var command = new AlterScramCredentials(changes);
        if (!services.access().cluster(context, AclOperation.ALTER)) {
            return Answer.now(response(command, NOT_AUTHORIZED, null));
        }
        return Answer.later(
                services.cluster().submit(command).handle((response, failure) -> response(command, response, failure)));
    }

    /** A mechanism that nobody knows is refused with the command, so its keys need not be right. */
    private static ScramSecret secret(ScramCredentialUpsertion upsertion) {
        ScramMechanism mechanism = ScramMechanism.fromType(upsertion.mechanism());
        if (mechanism == ScramMechanism.UNKNOWN) {
            return new ScramSecret(
                    Bytes.wrap(upsertion.salt()),
                    Bytes.wrap(Bytes.EMPTY),
                    Bytes.wrap(Bytes.EMPTY),
                    upsertion.iterations());
        }
        return ScramSecrets.ofSaltedPassword(
                mechanism, upsertion.salt(), upsertion.saltedPassword(), upsertion.iterations());
    }

    private static AlterUserScramCredentialsResponseData response(
            AlterScramCredentials command, CommandResponse response, Throwable failure) {
        var data = new AlterUserScramCredentialsResponseData();
        if (response instanceof ScramCredentialsAltered altered) {
            altered.users().forEach(user -> data.results().add(result(user.user(), user.outcome())));
        } else {
            Outcome outcome = CommandFailure.of(response, failure);
            command.changes().stream().map(ScramChange::user).distinct().forEach(user -> data.results()
                    .add(result(user, outcome)));
        }
        return data;
    }

    private static AlterUserScramCredentialsResult result(String user, Outcome outcome) {
        return new AlterUserScramCredentialsResult()
                .setUser(user)
                .setErrorCode(outcome.error().code())
                .setErrorMessage(outcome.message().orElse(null));
    }
}
