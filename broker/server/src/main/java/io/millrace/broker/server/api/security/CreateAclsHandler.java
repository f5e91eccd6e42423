package io.millrace.broker.server.api.security;

import io.millrace.broker.metadata.command.AclsCreated;
import io.millrace.broker.metadata.command.CreateAcls;
import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.server.request.Answer;
import io.millrace.broker.server.request.ApiHandler;
import io.millrace.broker.server.request.BrokerServices;
import io.millrace.broker.server.request.CommandFailure;
import io.millrace.broker.server.request.RequestContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.message.CreateAclsRequestData;
import org.apache.kafka.common.message.CreateAclsRequestData.AclCreation;
import org.apache.kafka.common.message.CreateAclsResponseData;
import org.apache.kafka.common.message.CreateAclsResponseData.AclCreationResult;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** CreateAcls 1-3. Each ACL succeeds or fails alone; on success the message is empty, as clients know it. */
final class CreateAclsHandler implements ApiHandler<CreateAclsRequestData> {

    private final BrokerServices services;

    CreateAclsHandler(BrokerServices services) {
        this.services = services;
    }

    @Override
    public CompletableFuture<Answer> handle(RequestContext context, CreateAclsRequestData request) {
        int count = request.creations().size();
        Optional<Outcome> refusal = AclRefusal.of(services.access(), context, AclOperation.ALTER);
        if (refusal.isPresent()) {
            return Answer.now(response(Collections.nCopies(count, refusal.get())));
        }
        Outcome[] outcomes = new Outcome[count];
        List<AclBinding> bindings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            try {
                bindings.add(binding(request.creations().get(i)));
            } catch (IllegalArgumentException nonsense) {
                outcomes[i] = Outcome.refused(Errors.INVALID_REQUEST, nonsense.getMessage());
            }
        }
        if (bindings.isEmpty()) {
            return Answer.now(response(List.of(outcomes)));
        }
        return services.cluster().submit(new CreateAcls(bindings)).handle((created, failure) -> {
            int next = 0;
            for (int i = 0; i < count; i++) {
                if (outcomes[i] == null) {
                    outcomes[i] = created instanceof AclsCreated done
                            ? done.outcomes().get(next++)
                            : CommandFailure.of(created, failure);
                }
            }
            return new Answer.Message(response(List.of(outcomes)));
        });
    }

    /** Throws what the client may be told if the codes make no ACL. */
    private static AclBinding binding(AclCreation creation) {
        var binding = new AclBinding(
                new ResourcePattern(
                        ResourceType.fromCode(creation.resourceType()),
                        creation.resourceName(),
                        PatternType.fromCode(creation.resourcePatternType())),
                new AccessControlEntry(
                        creation.principal(),
                        creation.host(),
                        AclOperation.fromCode(creation.operation()),
                        AclPermissionType.fromCode(creation.permissionType())));
        if (binding.isUnknown() || binding.pattern().patternType().isUnknown()) {
            throw new IllegalArgumentException("The ACL holds an unknown code: " + binding);
        }
        return binding;
    }

    private static CreateAclsResponseData response(List<Outcome> outcomes) {
        var response = new CreateAclsResponseData();
        for (Outcome outcome : outcomes) {
            response.results()
                    .add(new AclCreationResult()
                            .setErrorCode(outcome.error().code())
                            .setErrorMessage(outcome.message().orElse("")));
        }
        return response;
    }
}
