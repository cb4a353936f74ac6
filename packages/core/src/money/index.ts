export { addMoney, compareMoney, fromMinor, type Money, minorDigits, money, toMinor } from './money.js'
