package io.millrace.broker.server.request;

import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The audit trail: one line for each denial (INFO) and each permission (DEBUG), under a name of its own. */
final class AccessLog {

    private static final Logger LOGGER = LoggerFactory.getLogger("millrace.authorizer");
    private static final int MAX_NAME_CHARS = 256;

    private AccessLog() {}

    static void record(
            RequestContext context,
            boolean allowed,
            AclOperation operation,
            ResourceType type,
            String name,
            boolean logDenial) {
        if (allowed) {
            if (LOGGER.isDebugEnabled()) {
                LOGGER.debug("Allowed. {}", line(context, operation, type, name));
            }
        } else if (logDenial && LOGGER.isInfoEnabled()) {
            LOGGER.info("Denied. {}", line(context, operation, type, name));
        }
    }

    private static String line(RequestContext context, AclOperation operation, ResourceType type, String name) {
        return "principal=" + clean(context.principal().toString())
                + " host="
                + (context.peer() == null ? "unknown" : context.peer().address().getHostAddress())
                + " operation=" + operation
                + " resourceType=" + type
                + " resource=" + clean(name)
                + " apiKey=" + context.head().apiKey()
                + " listener=" + context.listener();
    }

    /** Names come from the client: they must not end the line, nor fill the disk. */
    private static String clean(String name) {
        String text = String.valueOf(name);
        String head = text.length() > MAX_NAME_CHARS ? text.substring(0, MAX_NAME_CHARS) + "..." : text;
        var quoted = new StringBuilder(head.length() + 2).append('"');
        head.chars().forEach(c -> quoted.append(c < ' ' || c == '"' || (c >= 0x7f && c < 0xa0) ? '?' : (char) c));
        return quoted.append('"').toString();
    }
}
