package io.millrace.registry.protobuf.link;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Links files with their imports. An import is looked for among Protobuf's own files, then among those given, then among
 * those built in. What is imported was accepted before, so imports and types that are nowhere are left open in it.
 */
public final class Linker {
    private final Map<String, FileDescriptorProto> given;
    private final Map<String, FileDescriptor> linked = new LinkedHashMap<>();
    private final Set<String> underWay = new LinkedHashSet<>();

    /** Links with the files given, by the paths that imports name them by. */
    public Linker(Map<String, FileDescriptorProto> given) {
        this.given = given;
    }

    /** Whether every registry of this kind knows the file that has this path. */
    public static boolean isBuiltIn(String path) {
        return GoogleFiles.BY_PATH.containsKey(path) || BuiltInTexts.PATHS.contains(path);
    }

    /** A built-in file, linked; null if there is none of this path. */
    public static FileDescriptor builtIn(String path) {
        FileDescriptor google = GoogleFiles.BY_PATH.get(path);
        return google != null ? google : BuiltInFiles.BY_PATH.get(path);
    }

    /**
     * Links a file, or says what in it or around it is wrong.
     *
     * @param strict whether an import or a type that is nowhere is an error, and numbers are checked
     */
    public FileDescriptor link(FileDescriptorProto file, boolean strict) throws LinkException {
        List<FileDescriptor> imports = new ArrayList<>();
        for (String path : file.getDependencyList()) {
            FileDescriptor found = find(path);
            if (found != null) {
                imports.add(found);
            } else if (strict) {
                throw new LinkException(
                        "it imports \"" + path + "\", which is neither built in nor among its references");
            }
        }
        FileDescriptor linkedFile = build(file, imports, strict);
        if (strict) {
            FileRules.check(linkedFile);
        }
        return linkedFile;
    }

    private static FileDescriptor build(FileDescriptorProto file, List<FileDescriptor> imports, boolean strict)
            throws LinkException {
        try {
            return FileDescriptor.buildFrom(file, imports.toArray(new FileDescriptor[0]), !strict);
        } catch (DescriptorValidationException e) {
            String symbol = e.getProblemSymbolName();
            throw new LinkException((symbol.isEmpty() ? "" : symbol + ": ") + e.getDescription());
        } catch (IllegalArgumentException e) {
            // This is how features that contradict each other, and editions that are too new, are refused.
            throw new LinkException(String.valueOf(e.getMessage()));
        }
    }

    private FileDescriptor find(String path) throws LinkException {
        if (GoogleFiles.BY_PATH.containsKey(path)) {
            return GoogleFiles.BY_PATH.get(path);
        }
        FileDescriptorProto file = given.get(path);
        if (file == null) {
            return BuiltInFiles.BY_PATH.get(path);
        }
        FileDescriptor known = linked.get(path);
        if (known != null) {
            return known;
        }
        if (!underWay.add(path)) {
            throw new LinkException("\"" + path + "\" imports itself, by way of " + underWay);
        }
        FileDescriptor found = link(file, false);
        underWay.remove(path);
        linked.put(path, found);
        return found;
    }
}
