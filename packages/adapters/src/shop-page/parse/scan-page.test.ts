import { load } from 'cheerio'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isElement, type PageElement, type PageNode } from './nodes.js'
import { scanPage } from './scan-page.js'

/** A tree as nested brackets: `p(b("x"))`. */
function shapeOf(node: PageNode): string {
  if (!isElement(node)) return JSON.stringify(node.data)
  const inner: string[] = []
  for (let child = node.firstChild; child; child = child.next) inner.push(shapeOf(child))
  return `${node.name}(${inner.join(' ')})`
}

const treeOf = (html: string): string => shapeOf(scanPage(html).tree.root).replace(/^page\((.*)\)$/, '$1')

const firstElement = (html: string): PageElement => {
  const { firstChild } = scanPage(html).tree.root
  if (!firstChild || !isElement(firstChild)) throw new Error(`no element in ${html}`)
  return firstChild
}

describe('the tree of a page', () => {
  it.each([
    ['<p>a<p>b', 'p("a") p("b")'],
    ['<p>a<div>b</div>', 'p("a") div("b")'],
    ['<ul><li>a<li>b</ul>c', 'ul(li("a") li("b")) "c"'],
    ['<dl><dt>a<dd>b<dt>c</dl>', 'dl(dt("a") dd("b") dt("c"))'],
    ['<table><tr><td>a<td>b<tr><td>c</table>', 'table(tr(td("a") td("b")) tr(td("c")))'],
    ['<select><option>a<option>b</select>', 'select(option("a") option("b"))'],
    ['<b>a<br>b<img>c</b>', 'b("a" br() "b" img() "c")'],
    ['<b>a</i>b</b>', 'b("a" "b")'],
    ['<div><b>a</div>b', 'div(b("a")) "b"'],
    ['<DIV>a</Div>', 'div("a")'],
    ['<html><head><meta></head><body>a</body></html>b', 'html(head(meta()) body("a" "b"))'],
    ['<html><head><html><head><meta></head><body>a', 'html(head(meta()) body("a"))'],
    ['<head><link><h1>a</h1>', 'head(link()) h1("a")'],
  ])('%s', (html, tree) => expect(treeOf(html)).toBe(tree))

  it.each([
    ['a < b', '"a < b"'],
    ['a <1 b', '"a <1 b"'],
    ['a<', '"a<"'],
    ['&euro;5 &amp; &#8377;7 &unknown;', '"€5 & ₹7 &unknown;"'],
    ['a<!-- <b> -->b', '"a" "b"'],
    ['a<!-->b', '"a" "b"'],
    ['a<!doctype html>b<?xml?>c</ >d', '"a" "b" "c" "d"'],
    ['a<!-- b', '"a"'],
    ['a<b c="', '"a"'],
    ['a<b', '"a"'],
    ['<svg><text>5 €</text></svg>a', '"a"'],
    ['<svg/>a', '"a"'],
    ['<svg>a', '"a"'],
    ['<style>.a > b {}</style>a', '"a"'],
    ['<textarea><b></textarea>a', '"a"'],
    ['<iframe><b></iframe>a', '"a"'],
  ])('in bad or raw markup: %s', (html, tree) => expect(treeOf(html)).toBe(tree))

  it.each([
    ['<a b=c>', { b: 'c' }],
    ['<a b="c d" e=\'f"g\'>', { b: 'c d', e: 'f"g' }],
    ['<a b="1>2">', { b: '1>2' }],
    ['<a B = c  d>', { b: 'c', d: '' }],
    ['<a b=1 b=2>', { b: '1' }],
    ['<a href=/x/?a=1&amp;b=2>', { href: '/x/?a=1&b=2' }],
    ['<a/b/c=d/>', { b: '', c: 'd/' }],
    ['<a =b="c">', { '=b': 'c' }],
    ['<a __proto__=b constructor=c>', JSON.parse('{"__proto__":"b","constructor":"c"}')],
  ])('has the attributes of %s', (html, attributes) => {
    expect(Object.entries(firstElement(html).attributes)).toEqual(Object.entries(attributes))
  })

  it('keeps scripts and the title apart', () => {
    const { scripts, title, tree } = scanPage(
      '<title>Tea &amp; <b></title><script>if (a</b/) "</div>"</script><SCRIPT type="a">b</SCRIPT ><script>c',
    )
    expect(title).toBe('Tea & <b>')
    expect(scripts).toEqual([
      { type: '', text: 'if (a</b/) "</div>"' },
      { type: 'a', text: 'b' },
      { type: '', text: 'c' },
    ])
    expect(tree.root.firstChild).toBeNull()
  })

  it('marks what no visitor sees', () => {
    const { visible, withDigits } = scanPage(
      '<i>1</i><b hidden>2<u>3</u></b><p style="DISPLAY : none">4</p><noscript><q>5</q></noscript><s>6</s><em>x</em>',
    ).tree
    expect(visible.map(({ name }) => name)).toEqual(['i', 's', 'em'])
    expect(withDigits.map(({ name }) => name)).toEqual(['i', 's'])
  })
})

/** Markup that is as it should be, of elements that may stand in each other. */
const markup = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('text', '1,299.00 €', 'a &lt; b', ' ', 'é', '<br>', '<!-- c -->'),
    fc
      .tuple(
        fc.constantFrom('div', 'span', 'section', 'b', 'em', 'main'),
        fc.constantFrom('', ' class="a b"', " id='c'", ' hidden', ' data-x=1', ' title="a > b &quot;"'),
        fc.array(tie('node'), { maxLength: 4 }),
      )
      .map(([name, attributes, inner]) => `<${name}${attributes}>${inner.join('')}</${name}>`),
  ),
})).node

describe('well-formed markup', () => {
  it('gives the tree of parse5, which builds as browsers do', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(markup, { maxLength: 6 }), (parts) => {
        const html = parts.join('')
        const $ = load(`<body><main>${html}</main>`)
        const theirs = $('main *')
          .toArray()
          .map((element) => ('attribs' in element ? [element.tagName, { ...element.attribs }] : []))
        const ours = scanPage(`<body><main>${html}</main>`)
        const elements: unknown[] = []
        let text = ''
        const visit = (node: PageNode): void => {
          if (!isElement(node)) text += node.data
          else for (let child = node.firstChild; child; child = child.next) walk(child)
        }
        const walk = (node: PageNode): void => {
          if (isElement(node)) elements.push([node.name, { ...node.attributes }])
          visit(node)
        }
        const main = ours.tree.visible.find(({ name }) => name === 'main')
        if (main) visit(main)
        expect(elements).toEqual(theirs)
        expect(text).toBe($('main').first().text())
      }),
      { numRuns: 300, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    )
  })
})
