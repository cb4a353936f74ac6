export {
  convertUnit,
  isVehicleUnit,
  type Quantity,
  type UnitKind,
  unitKind,
  type VehicleUnit,
} from './units.js'
