package io.millrace.gateway.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.gateway.http.Exchange;
import io.millrace.gateway.http.HttpProblemException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;

/** ACLs as REST Proxy v3 writes them: in a query, where what is not said fits all, and in bodies, which say everything. */
final class AclQuery {
    private static final int BAD_REQUEST = 400;
    private static final String TYPE = "resource_type";
    private static final String NAME = "resource_name";
    private static final String PATTERN = "pattern_type";
    private static final String PRINCIPAL = "principal";
    private static final String HOST = "host";
    private static final String OPERATION = "operation";
    private static final String PERMISSION = "permission";
    private static final Set<String> FIELDS = Set.of(TYPE, NAME, PATTERN, PRINCIPAL, HOST, OPERATION, PERMISSION);

    private AclQuery() {}

    /** What a query describes. A parameter that would be passed over is refused: more would be found than is meant. */
    static AclBindingFilter filter(Exchange exchange) {
        for (String name : exchange.context().queryParams().names()) {
            if (!FIELDS.contains(name)) {
                throw new HttpProblemException(BAD_REQUEST, "There is no query parameter " + name);
            }
        }
        return new AclBindingFilter(
                new ResourcePatternFilter(
                        choice(exchange, TYPE, ResourceType.values(), ResourceType.ANY),
                        exchange.query(NAME).orElse(null),
                        choice(exchange, PATTERN, PatternType.values(), PatternType.ANY)),
                new AccessControlEntryFilter(
                        exchange.query(PRINCIPAL).orElse(null),
                        exchange.query(HOST).orElse(null),
                        choice(exchange, OPERATION, AclOperation.values(), AclOperation.ANY),
                        choice(exchange, PERMISSION, AclPermissionType.values(), AclPermissionType.ANY)));
    }

    /** Refuses to take away what nobody described. */
    static void requireNarrow(Exchange exchange) {
        for (String name : List.of(TYPE, PATTERN, OPERATION, PERMISSION)) {
            if (exchange.query(name).isEmpty()) {
                throw new HttpProblemException(
                        BAD_REQUEST, "The query parameter " + name + " is missing; ANY stands for each");
            }
        }
    }

    private static <E extends Enum<E>> E choice(Exchange exchange, String name, E[] values, E otherwise) {
        return exchange.query(name)
                .map(written -> choice(written, name, values, List.of("UNKNOWN")))
                .orElse(otherwise);
    }

    private static <E extends Enum<E>> E choice(String written, String name, E[] values, List<String> without) {
        List<E> choices = Arrays.stream(values)
                .filter(each -> !without.contains(each.name()))
                .toList();
        return choices.stream()
                .filter(each -> each.name().equals(written.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new HttpProblemException(
                        BAD_REQUEST,
                        name + " is one of " + choices.stream().map(Enum::name).collect(Collectors.joining(", "))
                                + ", not '" + written + "'"));
    }

    /** One that a body describes. */
    static AclBinding binding(JsonNode body) {
        if (!body.isObject()) {
            throw new HttpProblemException(BAD_REQUEST, "an ACL is an object");
        }
        ConfigChanges.requireFields(body, FIELDS);
        List<String> search = List.of("UNKNOWN", "ANY", "MATCH");
        return new AclBinding(
                new ResourcePattern(
                        choice(text(body, TYPE), TYPE, ResourceType.values(), search),
                        text(body, NAME),
                        choice(text(body, PATTERN), PATTERN, PatternType.values(), search)),
                new AccessControlEntry(
                        text(body, PRINCIPAL),
                        text(body, HOST),
                        choice(text(body, OPERATION), OPERATION, AclOperation.values(), search),
                        choice(text(body, PERMISSION), PERMISSION, AclPermissionType.values(), search)));
    }

    private static String text(JsonNode body, String name) {
        JsonNode written = body.path(name);
        if (!written.isTextual() || written.textValue().isEmpty()) {
            throw new HttpProblemException(BAD_REQUEST, name + " is missing");
        }
        return written.textValue();
    }

    /** The query that describes one. */
    static String of(AclBinding binding) {
        return TYPE + "=" + binding.pattern().resourceType() + "&" + NAME + "="
                + encoded(binding.pattern().name()) + "&" + PATTERN + "="
                + binding.pattern().patternType() + "&" + PRINCIPAL + "="
                + encoded(binding.entry().principal()) + "&" + HOST + "="
                + encoded(binding.entry().host()) + "&" + OPERATION + "="
                + binding.entry().operation() + "&" + PERMISSION + "="
                + binding.entry().permissionType();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
