package io.millrace.registry.server.exporter;

import io.millrace.registry.model.RegistryMode;
import io.millrace.registry.model.exporter.ExportNaming;
import java.util.HashSet;
import java.util.Set;

/**
 * What of a destination is in mode IMPORT: whole contexts or single subjects, as the naming says. Subjects are named here as
 * they are there. For one thread, which blocks.
 */
final class ImportScopes {
    private final Destination destination;
    private final ExportNaming naming;
    /** What is known to be in that mode; no more than there are subjects in a plan. */
    private final Set<String> importing = new HashSet<>();

    ImportScopes(Destination destination, ExportNaming naming) {
        this.destination = destination;
        this.naming = naming;
    }

    /** Only in this mode does a registry take ids from outside. Live schemas of its own are for its owner to remove. */
    void require(String subject) {
        if (!isImporting(subject)) {
            String scope = naming.importScope(subject);
            destination.put(
                    DestinationPaths.mode(scope),
                    Destination.JSON.createObjectNode().put("mode", RegistryMode.IMPORT.name()));
            importing.add(scope);
        }
    }

    private boolean isImporting(String subject) {
        String scope = naming.importScope(subject);
        if (importing.contains(scope)) {
            return true;
        }
        String mode = destination
                .get(DestinationPaths.mode(scope) + "?defaultToGlobal=true")
                .path("mode")
                .asText("");
        return mode.equals(RegistryMode.IMPORT.name()) && importing.add(scope);
    }

    /** Whether there is anything to delete. It must have been copied: what the destination has of its own is not ours. */
    boolean isCopied(String subject) {
        if (isImporting(subject)) {
            return true;
        }
        try {
            destination.get(DestinationPaths.versions(subject) + "?deleted=true");
        } catch (DestinationException e) {
            if (e.isNotFound()) {
                return false;
            }
            throw e;
        }
        require(subject);
        return true;
    }
}
