/** The style of a page, light and dark. Contrasts of texts are above 4.5, of icons and bars above 3 (WCAG 2.2). */
export const pageStyle = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#161b22;--muted:#57606c;--line:#e2e6eb;--chip:#eef1f4;
--operational:#1f8a57;--degraded:#b97a00;--partial:#c85a11;--down:#c62b30;--maintenance:#2d6cdf;--unknown:#6b7480;--empty:#cdd3db;
--operational-soft:#e4f4ec;--degraded-soft:#fdf3dc;--partial-soft:#fdeadd;--down-soft:#fce6e6;--maintenance-soft:#e5eefc;--unknown-soft:#eceff2}
@media (prefers-color-scheme:dark){:root{--bg:#0d1117;--card:#161b22;--text:#e9edf2;--muted:#a0aab6;--line:#2a313b;--chip:#232a34;
--operational:#3fb97f;--degraded:#e0a52c;--partial:#ee8743;--down:#f2646a;--maintenance:#6ea2f7;--unknown:#8d97a4;--empty:#3a424d;
--operational-soft:#12291f;--degraded-soft:#2d2411;--partial-soft:#2f1f13;--down-soft:#331a1c;--maintenance-soft:#16243c;--unknown-soft:#20262e}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--text);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
.page{max-width:52rem;margin:0 auto;padding:3.5rem 1.25rem 2.5rem}
bdi,h1,h2,h3,h4,p,li{overflow-wrap:anywhere;hyphens:auto}
h1{margin:0;font-size:1.75rem;line-height:1.2;letter-spacing:-.02em}
h2{margin:2.75rem 0 .75rem;font-size:1.125rem;letter-spacing:-.01em}
h3,h4{margin:0;font-size:1rem;font-weight:600}
.description{margin:.5rem 0 0;color:var(--muted);white-space:pre-line;max-width:42rem}
.card{margin:0;padding:0;background:var(--card);border:1px solid var(--line);border-radius:.75rem;box-shadow:0 1px 2px rgb(0 0 0/.04)}
.icon{width:1.125rem;height:1.125rem;flex:none;vertical-align:-.2em}
.icon circle{fill:currentColor}
.icon path{fill:none;stroke:var(--card);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
.operational{color:var(--operational)}.degraded{color:var(--degraded)}.partial{color:var(--partial)}
.down{color:var(--down)}.maintenance{color:var(--maintenance)}.unknown{color:var(--unknown)}
.banner{display:flex;align-items:center;gap:.875rem;margin:1.75rem 0 0;padding:1.125rem 1.25rem;border-radius:.75rem;border:1px solid}
.banner .icon{width:2rem;height:2rem}
.banner.operational{background:var(--operational-soft)}.banner.degraded{background:var(--degraded-soft)}
.banner.partial{background:var(--partial-soft)}.banner.down{background:var(--down-soft)}
.banner.maintenance{background:var(--maintenance-soft)}.banner.unknown{background:var(--unknown-soft)}
.banner p{margin:0;color:var(--text)}
.banner .words{font-size:1.25rem;font-weight:600;line-height:1.3;letter-spacing:-.01em}
.banner .as-of{font-size:.875rem;color:var(--muted)}
ul.card{list-style:none}
.monitor{padding:1.125rem 1.25rem 1rem}
.monitor+.monitor{border-top:1px solid var(--line)}
.head{display:flex;align-items:flex-start;gap:.75rem}
.group>.card:first-child{margin-top:1.75rem}
.state{display:inline-flex;align-items:center;gap:.4rem;flex:none;margin-left:auto;line-height:1.5rem;font-size:.9375rem;font-weight:500}
.about{margin:.125rem 0 0;font-size:.875rem;color:var(--muted);font-variant-numeric:tabular-nums}
.tag{display:inline-block;padding:.05rem .5rem;border-radius:1rem;background:var(--chip);color:var(--muted);font-size:.8125rem;font-weight:400}
.bars{display:block;width:100%;height:2.125rem;margin-top:.75rem}
.bars rect{fill:currentColor}
.bars rect.unknown{color:var(--empty)}
.bars rect:hover{opacity:.6}
.scale{display:flex;justify-content:space-between;gap:.75rem;margin:.375rem 0 0;font-size:.8125rem;color:var(--muted)}
.scale b{font-weight:500;font-variant-numeric:tabular-nums}
details{margin-top:.5rem;font-size:.875rem;color:var(--muted)}
summary{cursor:pointer;width:fit-content;border-radius:.25rem}
summary:focus-visible,a:focus-visible{outline:2px solid var(--maintenance);outline-offset:2px}
.days{list-style:none;margin:.375rem 0 0;padding:0}
.days i{display:inline-block;width:.5rem;height:.5rem;margin-right:.5rem;border-radius:50%;background:currentColor}
.incidents>h3,.incidents details>h3{margin:1.25rem 0 .5rem;font-size:.875rem;font-weight:500;color:var(--muted)}
article.card{padding:.875rem 1.25rem;color:var(--text);font-size:1rem}
article.card+article.card{margin-top:.625rem}
.open article.card{border-left:4px solid var(--down)}
article h3,article h4{display:flex;flex-wrap:wrap;align-items:center;gap:.5rem}
article h3>*,article h4>*{min-width:0}
.time,.none{margin:.125rem 0 0;font-size:.875rem;color:var(--muted)}
article p{margin:.125rem 0 0}
.messages{list-style:none;margin:.75rem 0 .125rem;padding:0}
.messages li{padding:0 0 .625rem 1rem;border-left:2px solid var(--line);font-size:.9375rem}
.messages li:last-child{padding-bottom:0}
.messages time{font-size:.8125rem;color:var(--muted)}
.messages p{white-space:pre-line}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.8125rem;color:var(--muted)}
footer a{color:inherit}
@media (max-width:34rem){.page{padding:2rem .875rem 1.5rem}h1{font-size:1.5rem}.monitor,article.card{padding-left:1rem;padding-right:1rem}
.banner{padding:1rem}.banner .words{font-size:1.125rem}h2{margin-top:2.25rem}}
@media print{body{background:#fff}.card,.banner{break-inside:avoid;box-shadow:none}}
`.trim()
