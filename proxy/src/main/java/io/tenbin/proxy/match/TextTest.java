package io.tenbin.proxy.match;

/** A question about a text, which is a slice of an array. It keeps no reference to the array. */
interface TextTest {
    boolean test(byte[] bytes, int from, int to);
}
