package io.millrace.registry.model.dek;

import io.millrace.registry.model.Decision;
import io.millrace.registry.model.RegistryErrorCode;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Makes, changes and deletes KEKs: says which records are to be written, none if all is as it should be.
 *
 * @param keysMax so many KEKs there may be, deleted ones too
 */
public record ChangeKeks(KeyTable table, int keysMax) {
    /** Makes a KEK. The same one may be made again, which undeletes it; another one of that name is refused. */
    public Decision<List<KeyRecord>> create(Kek wanted) {
        Kek found = table.kek(wanted.name(), true).orElse(null);
        if (found == null) {
            return table.kekCount() >= keysMax
                    ? tooMany(keysMax)
                    : Decision.accept(List.of(new KeyRecord.KekWritten(wanted)));
        }
        if (!found.isSameKeyAs(wanted)) {
            return Decision.refuse(
                    RegistryErrorCode.KEY_EXISTS,
                    "There is another key '" + wanted.name() + "'"
                            + (found.deleted() ? ", which is deleted: delete it permanently, or" : ":")
                            + " take another name");
        }
        return Decision.accept(
                found.deleted() == wanted.deleted() ? List.of() : List.of(new KeyRecord.KekWritten(wanted)));
    }

    /** Changes a KEK that is not deleted. */
    public Decision<List<KeyRecord>> change(String name, UnaryOperator<Kek> changes) {
        return live(table, name).map(kek -> {
            Kek changed = changes.apply(kek);
            return changed.equals(kek) ? List.of() : List.of(new KeyRecord.KekWritten(changed));
        });
    }

    /** Deletes a KEK that no DEK needs: softly, or for good what is deleted already. */
    public Decision<List<KeyRecord>> delete(String name, boolean permanent) {
        return any(table, name).then(kek -> {
            if (!table.deks(name, permanent).isEmpty()) {
                return Decision.refuse(
                        RegistryErrorCode.KEY_REFERENCED,
                        "The key '" + name + "' has data encryption keys; delete those first"
                                + (permanent ? ", permanently" : ""));
            }
            if (permanent) {
                return kek.deleted()
                        ? Decision.accept(List.of(new KeyRecord.KekErased(name)))
                        : notDeleted("The key '" + name + "'");
            }
            return Decision.accept(kek.deleted() ? List.of() : List.of(new KeyRecord.KekWritten(kek.as(true))));
        });
    }

    /** Takes a soft deletion back. */
    public Decision<List<KeyRecord>> undelete(String name) {
        return any(table, name)
                .map(kek -> kek.deleted() ? List.of(new KeyRecord.KekWritten(kek.as(false))) : List.of());
    }

    /** The KEK, or why there is none. */
    public static Decision<Kek> find(KeyTable table, String name, boolean deletedToo) {
        return deletedToo ? any(table, name) : live(table, name);
    }

    private static Decision<Kek> live(KeyTable table, String name) {
        return table.kek(name, false).map(Decision::accept).orElseGet(() -> missing(name));
    }

    static Decision<Kek> any(KeyTable table, String name) {
        return table.kek(name, true).map(Decision::accept).orElseGet(() -> missing(name));
    }

    private static <T> Decision<T> missing(String name) {
        return Decision.refuse(RegistryErrorCode.KEY_NOT_FOUND, "Key '" + name + "' not found");
    }

    static <T> Decision<T> notDeleted(String what) {
        return Decision.refuse(
                RegistryErrorCode.KEY_NOT_SOFT_DELETED,
                what + " is not deleted; delete it without permanent=true before it is deleted for good");
    }

    static <T> Decision<T> tooMany(int keysMax) {
        return Decision.refuse(
                RegistryErrorCode.TOO_MANY_KEYS,
                "There are " + keysMax + " keys of this kind, which is the limit (dek.registry.max.keys)");
    }
}
