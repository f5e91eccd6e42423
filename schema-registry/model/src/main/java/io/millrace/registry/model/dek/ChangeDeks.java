package io.millrace.registry.model.dek;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import java.util.List;
import java.util.Optional;

/**
 * Makes and deletes DEKs: says which records are to be written, none if all is as it should be.
 *
 * @param keysMax so many DEKs there may be, deleted ones too
 */
public record ChangeDeks(KeyTable table, int keysMax) {
    /**
     * Makes a DEK. The same one may be made again, which undeletes it; another one in its place is refused unless its
     * material was wrapped anew.
     */
    public Decision<List<KeyRecord>> create(Dek wanted, boolean rewrap) {
        return keepingMaterial(wanted.id().kekName()).then(kek -> {
            Dek found = table.dek(wanted.id(), true).orElse(null);
            List<KeyRecord> written = List.of(new KeyRecord.DekWritten(wanted));
            if (found == null) {
                return table.dekCount() >= keysMax ? ChangeKeks.tooMany(keysMax) : Decision.accept(written);
            }
            boolean same = found.encryptedKeyMaterial().equals(wanted.encryptedKeyMaterial());
            if (!same && !rewrap) {
                return Decision.refuse(
                        RegistryErrorCode.KEY_EXISTS,
                        "There is another key for " + named(wanted.id())
                                + "; take another version, or rewrap=true if it is the same key, wrapped anew");
            }
            return Decision.accept(same && found.deleted() == wanted.deleted() ? List.of() : written);
        });
    }

    /** Finds a version (0 is the latest), with what must be so before anybody is given its material. */
    public static Decision<Dek> find(KeyTable table, DekId id, boolean deletedToo) {
        return ChangeKeks.find(table, id.kekName(), true).then(kek -> found(table, id, deletedToo)
                .then(dek -> requireOwn(kek).map(own -> dek)));
    }

    /** Finds all versions, of which there must be one. */
    public static Decision<List<Dek>> versions(
            KeyTable table, String kekName, String subject, KeyAlgorithm algorithm, boolean deletedToo) {
        return ChangeKeks.find(table, kekName, true).then(kek -> {
            List<Dek> versions = table.versions(kekName, subject, algorithm, deletedToo);
            return versions.isEmpty() ? missing(new DekId(kekName, subject, algorithm, 0)) : Decision.accept(versions);
        });
    }

    /** Deletes a version (0 is the latest): softly, or for good what is deleted already. */
    public Decision<List<KeyRecord>> deleteVersion(DekId id, boolean permanent) {
        return ChangeKeks.any(table, id.kekName()).then(kek -> {
            // The latest that may still be deleted softly is the latest that is not.
            boolean deletedToo = permanent || id.version() != 0;
            return found(table, id, deletedToo).then(dek -> delete(List.of(dek), permanent));
        });
    }

    /** Deletes all versions, in the same way. */
    public Decision<List<KeyRecord>> deleteAll(
            String kekName, String subject, KeyAlgorithm algorithm, boolean permanent) {
        return versions(table, kekName, subject, algorithm, true).then(versions -> delete(versions, permanent));
    }

    private static Decision<List<KeyRecord>> delete(List<Dek> versions, boolean permanent) {
        if (!permanent) {
            return Decision.accept(versions.stream()
                    .filter(each -> !each.deleted())
                    .<KeyRecord>map(each -> new KeyRecord.DekWritten(each.as(true)))
                    .toList());
        }
        Optional<Dek> live = versions.stream().filter(each -> !each.deleted()).findFirst();
        return live.isPresent()
                ? ChangeKeks.notDeleted("The key for " + named(live.get().id()))
                : Decision.accept(versions.stream()
                        .<KeyRecord>map(each -> new KeyRecord.DekErased(each.id()))
                        .toList());
    }

    /** Takes the soft deletion of a version (0 is the latest) back. */
    public Decision<List<KeyRecord>> undeleteVersion(DekId id) {
        return underLive(id.kekName()).then(kek -> found(table, id, true).map(dek -> undelete(List.of(dek))));
    }

    /** Takes the soft deletion of all versions back. */
    public Decision<List<KeyRecord>> undeleteAll(String kekName, String subject, KeyAlgorithm algorithm) {
        return underLive(kekName)
                .then(kek -> versions(table, kekName, subject, algorithm, true).map(ChangeDeks::undelete));
    }

    private static List<KeyRecord> undelete(List<Dek> versions) {
        return versions.stream()
                .filter(Dek::deleted)
                .<KeyRecord>map(each -> new KeyRecord.DekWritten(each.as(false)))
                .toList();
    }

    private Decision<Kek> underLive(String kekName) {
        return ChangeKeks.any(table, kekName)
                .then(kek -> kek.deleted()
                        ? Decision.refuse(
                                RegistryErrorCode.KEY_SOFT_DELETED,
                                "Key '" + kekName + "' is deleted; undelete it first")
                        : Decision.accept(kek));
    }

    /** The KEK of this name, if what it has wrapped may be kept here. */
    private Decision<Kek> keepingMaterial(String kekName) {
        return underLive(kekName).then(ChangeDeks::requireOwn);
    }

    /** Refuses a KEK under which clients leave it to the registry to ask the KMS. */
    public static Decision<Kek> requireOwn(Kek kek) {
        return kek.shared()
                ? Decision.refuse(
                        RegistryErrorCode.KEY_GENERATION_FAILED,
                        "Key '" + kek.name() + "' has shared=true, which asks this registry to call the KMS, and it"
                                + " calls none; set shared=false, so that clients wrap and unwrap keys themselves")
                : Decision.accept(kek);
    }

    private static Decision<Dek> found(KeyTable table, DekId id, boolean deletedToo) {
        return table.dek(id, deletedToo).map(Decision::accept).orElseGet(() -> missing(id));
    }

    private static <T> Decision<T> missing(DekId id) {
        return Decision.refuse(RegistryErrorCode.KEY_NOT_FOUND, "Key for " + named(id) + " not found");
    }

    private static String named(DekId id) {
        return "the subject '" + id.subject() + "' under '" + id.kekName() + "' (" + id.algorithm()
                + (id.version() == 0 ? "" : ", version " + id.version()) + ")";
    }
}
