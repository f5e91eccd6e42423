package io.millrace.connect.plugins.index;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What a class file says about itself, read without loading it: names use dots. {@code instantiable} means public,
 * concrete, and with a public constructor that takes nothing.
 */
record ClassFileHeader(String name, String superName, List<String> interfaces, boolean instantiable) {
    private static final int MAGIC = 0xCAFEBABE;
    private static final int PUBLIC = 0x0001;
    private static final int INTERFACE = 0x0200;
    private static final int ABSTRACT = 0x0400;

    /** Reads as far as the methods; fails on bytes that are no class file. */
    static ClassFileHeader read(InputStream bytes) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        if (in.readInt() != MAGIC) {
            throw new IOException("not a class file");
        }
        in.readInt();
        ConstantPool pool = ConstantPool.read(in);
        int access = in.readUnsignedShort();
        String name = pool.className(in.readUnsignedShort());
        String superName = pool.className(in.readUnsignedShort());
        int interfaceCount = in.readUnsignedShort();
        List<String> interfaces = new ArrayList<>(interfaceCount);
        for (int i = 0; i < interfaceCount; i++) {
            interfaces.add(pool.className(in.readUnsignedShort()));
        }
        boolean concrete = (access & PUBLIC) != 0 && (access & (INTERFACE | ABSTRACT)) == 0;
        return new ClassFileHeader(name, superName, interfaces, concrete && hasPlainConstructor(in, pool));
    }

    private static boolean hasPlainConstructor(DataInputStream in, ConstantPool pool) throws IOException {
        int fields = in.readUnsignedShort();
        for (int i = 0; i < fields; i++) {
            in.skipNBytes(6);
            skipAttributes(in);
        }
        int methods = in.readUnsignedShort();
        for (int i = 0; i < methods; i++) {
            int access = in.readUnsignedShort();
            String name = pool.text(in.readUnsignedShort());
            String descriptor = pool.text(in.readUnsignedShort());
            if ((access & PUBLIC) != 0 && name.equals("<init>") && descriptor.equals("()V")) {
                return true;
            }
            skipAttributes(in);
        }
        return false;
    }

    private static void skipAttributes(DataInputStream in) throws IOException {
        int attributes = in.readUnsignedShort();
        for (int i = 0; i < attributes; i++) {
            in.skipNBytes(2);
            in.skipNBytes(Integer.toUnsignedLong(in.readInt()));
        }
    }
}
