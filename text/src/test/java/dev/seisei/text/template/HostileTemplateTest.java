package dev.seisei.text.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates come with models' files, from anybody. */
class HostileTemplateTest {
  private static final Map<String, Object> VALUES =
      Map.of(
          "messages", List.of(Map.of("role", "user", "content", "hi")), "bos_token", "<s>", "n", 5);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'x' * 10**9 }}",
        "{{ 'x' * 9223372036854775807 }}",
        "{{ range(10**12) | list }}",
        "{{ 10 ** 10 ** 10 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
        "{% macro m(n) %}{{ m(n) }}{{ m(n) }}{% endmacro %}{{ m(1) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}"
            + "{% endfor %}{% endfor %}{% endfor %}",
        "{% set ns = namespace(x='x') %}{% for i in range(99999) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99999) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x == ns.x }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x | tojson }}",
        "{% set ns = namespace() %}{% set ns.x = [ns] %}{{ ns.x }}",
        "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x.replace('a', 'aaaaaaaaaa') %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x.replace('', 'aaaaaaaaaa') %}{% endfor %}",
        "{% set ns = namespace(x='a') %}{% for i in range(99) %}{% set ns.x = ns.x.join([ns.x, ns.x, ns.x]) %}{% endfor %}",
        "{{ 'a\\n' * 100000 | indent(100000) }}",
        "{{ ('a\\n' * 100000) | indent(100000) }}",
        "{{ [[[1]]] | tojson(indent=9223372036854775807) ~ ('x' * 4000001) }}",
        "{% for x in 'x' * 4000000 %}{% endfor %}",
        "{% for i in range(99999) %}{{ 'x' * 100000 }}{% endfor %}",
        "{% for i in range(99999) %}{% set x = ('x ' * 1000000).split() %}{% endfor %}",
        "{% for i in range(99999) %}{% if ('x' * 1000000) in ('x' * 1000000) %}{% endif %}{% endfor %}",
        "{% for i in range(99999) %}{% if (['x'] * 2) %}{% endif %}{% endfor %}",
        "{{ [] | map('map', 'map', 'map') }}{{ ''.__class__.__mro__ }}",
        "{{ messages.__class__.__init__.__globals__['os'] }}",
        "{{ bos_token.getClass().forName('java.lang.Runtime').getRuntime().exec('id') }}",
        "{{ ''['__class__']['__base__'] }}",
        "{{ messages[0].content.class.protectionDomain }}{{ range.call() }}",
        "{{ self._TemplateReference__context.cycler.__init__.__globals__.os.popen('id') }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ lipsum.__globals__ }}",
        "{{ strftime_now('%' * 100) ~ strftime_now('%') }}"
      })
  void endsInAnErrorThatSaysWhy(String template) {
    TemplateException refused =
        assertThrows(TemplateException.class, () -> Template.parse(template).fill(VALUES));
    assertTrue(String.valueOf(refused.getMessage()).startsWith("template, line 1: "));
  }

  /** No object is behind a value, so what would lead to one is not defined. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ bos_token.class }}",
        "{{ bos_token.getClass }}",
        "{{ messages.class }}",
        "{{ messages[0].__class__ }}",
        "{{ ''.__class__ }}",
        "{{ n.bit_length }}",
        "{{ {}.__init__ }}",
        "{{ range.__globals__ }}",
        "{{ raise_exception.__globals__ }}",
        "{{ messages['append'] }}",
        "{{ bos_token['value'] }}"
      })
  void nothingIsBehindAValue(String template) {
    assertEquals("", Template.parse(template).fill(VALUES));
  }

  @Test
  void depthCostsNoStack() throws InterruptedException {
    List<String> deep =
        List.of(
            "{{ " + "(".repeat(20_000) + "1" + ")".repeat(20_000) + " }}",
            "{{ " + "[".repeat(20_000) + "]".repeat(20_000) + " }}",
            "{{ " + "-".repeat(20_000) + "1 }}",
            "{{ " + "not ".repeat(20_000) + "1 }}",
            "{{ " + "1 if 1 else ".repeat(20_000) + "1 }}",
            "{{ 1" + " + 1".repeat(20_000) + " }}",
            "{{ 1" + " ~ 1".repeat(20_000) + " }}",
            "{{ 1" + " or 0".repeat(20_000) + " }}",
            "{{ 1" + " | abs".repeat(20_000) + " }}",
            "{{ x" + ".x".repeat(20_000) + " }}",
            "{% if 1 %}".repeat(20_000) + "{% endif %}".repeat(20_000),
            "{% for x in [1] %}".repeat(20_000),
            "{% macro m(n) %}{% if 1 %}{% if 1 %}{% for i in [1] %}{{ [[m(n)]] }}{% endfor %}"
                + "{% endif %}{% endif %}{% endmacro %}{{ m(1) }}");
    Throwable[] thrown = new Throwable[deep.size()];
    Thread small =
        new Thread(
            null,
            () -> {
              for (int i = 0; i < thrown.length; i++) {
                try {
                  Template.parse(deep.get(i)).fill(VALUES);
                } catch (TemplateException | StackOverflowError e) {
                  thrown[i] = e;
                }
              }
            },
            "small stack",
            512 * 1024);
    small.start();
    small.join();
    for (int i = 0; i < thrown.length; i++) {
      assertTrue(thrown[i] instanceof TemplateException, deep.get(i).substring(0, 20) + thrown[i]);
    }
  }

  @Provide
  Arbitrary<String> pieces() {
    return Arbitraries.of(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "{%-",
            "-%}",
            " ",
            "\n",
            "if",
            "elif",
            "else",
            "endif",
            "for",
            "in",
            "endfor",
            "set",
            "endset",
            "macro",
            "endmacro",
            "x",
            "messages",
            "loop",
            "m",
            "n",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ".",
            ":",
            "|",
            "=",
            "==",
            "<",
            "+",
            "-",
            "*",
            "**",
            "/",
            "//",
            "%",
            "~",
            "'a'",
            "\"",
            "1",
            "0",
            "-1",
            "2.5",
            "9223372036854775807",
            "not",
            "and",
            "or",
            "is",
            "defined",
            "length",
            "tojson",
            "join",
            "map",
            "sort",
            "split",
            "items",
            "replace",
            "namespace",
            "range",
            "raw",
            "endraw",
            "none",
            "true",
            "role",
            "content",
            "default",
            "first",
            "string",
            "reverse",
            "indent",
            "slice",
            "strftime_now",
            "{{ messages",
            "{% for x in messages %}",
            "{% endfor %}",
            "{{ x.content",
            "{% if x %}",
            "{% endif %}",
            "bos_token",
            "round",
            "unique",
            "select",
            "select('odd')",
            "cycle")
        .list()
        .ofMinSize(1)
        .ofMaxSize(25)
        .map(list -> String.join(list.size() % 2 == 0 ? "" : " ", list));
  }

  @Property(tries = 2000)
  void anythingIsFilledOrRefused(@ForAll("pieces") String template) {
    try {
      Template.parse(template).fill(VALUES);
    } catch (TemplateException e) {
      assertTrue(e.getMessage() != null);
    }
  }

  @Provide
  Arbitrary<String> expressions() {
    Arbitrary<String> operand =
        Arbitraries.of(
            "1",
            "0",
            "-1",
            "2.5",
            "9223372036854775807",
            "-9223372036854775807 - 1",
            "'a'",
            "''",
            "'a b'",
            "messages",
            "messages[0]",
            "none",
            "true",
            "x",
            "[]",
            "{}",
            "[1, 'a']",
            "{'a': 1}",
            "range(3)",
            "namespace(a=1)",
            "range",
            "1e308 * 10",
            "[3, 2.5, true]",
            "'😀'");
    Arbitrary<String> suffix =
        Arbitraries.of(
            "",
            "[0]",
            "[-1]",
            "['a']",
            "[::-1]",
            "[1:2]",
            "[::9223372036854775807]",
            "[-9223372036854775807:]",
            ".a",
            ".items()",
            ".split('a')",
            ".strip()",
            "|length",
            "|tojson",
            "|sort",
            "|join('-')",
            "|first",
            "|last",
            "|int",
            "|float",
            "|round(2)",
            "|round(-400)",
            "|abs",
            "|upper",
            "|title",
            "|list",
            "|reverse",
            "|unique",
            "|sum",
            "|min",
            "|items",
            "|dictsort",
            "|map('int')",
            "|select",
            "|selectattr('a')",
            "|indent(2)",
            "|indent(-9)",
            "|replace('', 'b')",
            "|default(1)",
            "|string",
            "|capitalize",
            ".rsplit('a', 1)",
            ".rsplit('abc', 3)",
            ".find('')",
            ".replace('a', '')",
            ".splitlines()",
            ".startswith([])",
            " is odd",
            " is divisibleby 0",
            " is in [1]",
            " is string",
            "|tojson(indent=-1)",
            ".title()",
            ".count('')",
            "|map(attribute='a.0')",
            "|sort(attribute='a')",
            "|trim('a')");
    Arbitrary<String> operator =
        Arbitraries.of(
            "+", "-", "*", "/", "//", "%", "**", "~", "==", "<", ">=", "in", "not in", "and", "or",
            "if");
    return net.jqwik.api.Combinators.combine(operand, suffix, suffix, operator, operand, suffix)
        .as((a, s, t, o, b, u) -> "{{ (" + a + s + t + ") " + o + " (" + b + u + ") }}");
  }

  @Property(tries = 2000)
  void anyExpressionHasAValueOrIsRefused(@ForAll("expressions") String template) {
    try {
      Template.parse(template).fill(VALUES);
    } catch (TemplateException e) {
      assertTrue(String.valueOf(e.getMessage()).startsWith("template, line 1: "));
    }
  }
}
