package io.millrace.broker.server.api.credentials;

import io.millrace.broker.metadata.image.ScramImage;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.RequestContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.message.DescribeUserScramCredentialsRequestData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData.CredentialInfo;
import org.apache.kafka.common.message.DescribeUserScramCredentialsResponseData.DescribeUserScramCredentialsResult;
import org.apache.kafka.common.protocol.Errors;

/** DescribeUserScramCredentials 0: which users have which mechanisms, and never a key. */
final class DescribeUserScramCredentialsHandler implements ApiHandler<DescribeUserScramCredentialsRequestData> {

    private final BrokerServices services;

    DescribeUserScramCredentialsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, DescribeUserScramCredentialsRequestData request) {
        if (!services.access().cluster(context, AclOperation.DESCRIBE)) {
            return Answer.now(new DescribeUserScramCredentialsResponseData()
                    .setErrorCode(Errors.CLUSTER_AUTHORIZATION_FAILED.code())
                    .setErrorMessage(Errors.CLUSTER_AUTHORIZATION_FAILED.message()));
        }
        ScramImage image = services.cluster().image().scram();
        var response = new DescribeUserScramCredentialsResponseData();
        if (request.users() == null || request.users().isEmpty()) {
            image.byUser().keySet().forEach(user -> response.results().add(describe(image, user, 1)));
        } else {
            Map<String, Integer> asked = new LinkedHashMap<>();
            request.users().forEach(user -> asked.merge(user.name(), 1, Integer::sum));
            asked.forEach((user, times) -> response.results().add(describe(image, user, times)));
        }
        return Answer.now(response);
    }

    private static DescribeUserScramCredentialsResult describe(ScramImage image, String user, int times) {
        var result = new DescribeUserScramCredentialsResult().setUser(user);
        if (times > 1) {
            return result.setErrorCode(Errors.DUPLICATE_RESOURCE.code())
                    .setErrorMessage(
                            "Cannot describe SCRAM credentials for the same user twice in a single request: " + user);
        }
        if (image.of(user).isEmpty()) {
            return result.setErrorCode(Errors.RESOURCE_NOT_FOUND.code())
                    .setErrorMessage("Attempt to describe a user credential that does not exist: " + user);
        }
        image.of(user).forEach((mechanism, secret) -> result.credentialInfos()
                .add(new CredentialInfo().setMechanism(mechanism.type()).setIterations(secret.iterations())));
        return result;
    }
}
