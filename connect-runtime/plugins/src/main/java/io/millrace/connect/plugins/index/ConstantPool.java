package io.millrace.connect.plugins.index;

import java.io.DataInputStream;
import java.io.IOException;

/** The constant pool of a class file, of which only texts and class names matter here. */
final class ConstantPool {
    private static final int UTF8 = 1;
    private static final int LONG = 5;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int STRING = 8;
    private static final int METHOD_HANDLE = 15;
    private static final int METHOD_TYPE = 16;
    private static final int MODULE = 19;
    private static final int PACKAGE = 20;

    private final String[] texts;
    private final int[] classNames;

    private ConstantPool(int size) {
        this.texts = new String[size];
        this.classNames = new int[size];
    }

    static ConstantPool read(DataInputStream in) throws IOException {
        int size = in.readUnsignedShort();
        ConstantPool pool = new ConstantPool(size);
        for (int index = 1; index < size; index++) {
            int tag = in.readUnsignedByte();
            pool.readEntry(in, index, tag);
            if (tag == LONG || tag == DOUBLE) {
                // These two take two places, a rule of the format since its beginning.
                index++;
            }
        }
        return pool;
    }

    private void readEntry(DataInputStream in, int index, int tag) throws IOException {
        switch (tag) {
            case UTF8 -> texts[index] = in.readUTF();
            case CLASS -> classNames[index] = in.readUnsignedShort();
            case STRING, METHOD_TYPE, MODULE, PACKAGE -> in.skipNBytes(2);
            case METHOD_HANDLE -> in.skipNBytes(3);
            case LONG, DOUBLE -> in.skipNBytes(8);
            case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
            default -> throw new IOException("unknown constant tag " + tag);
        }
    }

    String text(int index) {
        return texts[index];
    }

    /** The name of a class entry with dots; null for index 0, which java.lang.Object has as its superclass. */
    String className(int index) {
        return index == 0 ? null : texts[classNames[index]].replace('/', '.');
    }
}
